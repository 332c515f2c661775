const MINUTE_MS = 60_000

/** How long before its end a token is renewed, in milliseconds. */
export interface RefreshWindows {
  /** From here on a refresh is tried, and nobody waits for it. */
  advisoryMs: number
  /** From here on whoever asks for a token waits for the refresh, and a failure is insisted on. */
  mandatoryMs: number
}

/**
 * The windows of a token that lives `lifeMs` milliseconds, scaled so that 60-second and 12-hour tokens both work.
 *
 * Advisory is a quarter of the life and a quarter of an hour at most (botocore's figure for an hour), plus up to a
 * twentieth of the life, so that many machines that signed in together don't refresh together. Mandatory is a tenth of
 * the life and a minute at least, but never more than three fifths of the advisory window.
 *
 * @param jitter  in [0, 1), drawn once a token
 */
export function refreshWindows(lifeMs: number, jitter: number): RefreshWindows {
  const advisoryMs = Math.min(15 * MINUTE_MS, lifeMs / 4)
  const spreadMs = jitter * Math.min(lifeMs / 20, advisoryMs / 2)
  return { advisoryMs: advisoryMs + spreadMs, mandatoryMs: Math.min(Math.max(MINUTE_MS, lifeMs / 10), advisoryMs * 0.6) }
}
