import type { RefreshFailure } from '../../../shared/failures.ts'

const SHORTEST_MS = 1000
const LONGEST_MS = 300_000
const LONGEST_ORDERED_MS = 15 * 60_000

/**
 * When to try again after the network failed: full jitter under a ceiling that doubles with each attempt.
 *
 * @param attempt  1 for the first retry
 * @param random   in [0, 1); spreads many machines that lost the same network
 * @returns milliseconds from now, between 1,000 and 300,000
 */
export function retryDelay(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.max(1, attempt))
  return Math.round(SHORTEST_MS + random * (ceiling - SHORTEST_MS))
}

/**
 * The wait that a server ordered by `Retry-After` (RFC 9110, section 10.2.3), in milliseconds: what it says, but a
 * second at least and a quarter of an hour at most, so that a wrong header never parks a session for a day.
 */
export function orderedDelay(retryAfterSeconds: number): number {
  return Math.min(LONGEST_ORDERED_MS, Math.max(SHORTEST_MS, retryAfterSeconds * 1000))
}

// An administrator has to act; asking more often helps nobody.
const REFUSED_CLIENT_MS = LONGEST_ORDERED_MS

// A lost answer may have held a new refresh token: a provider that forgives the second use of the old one does so for
// half a minute, and a hung request has used a third of it.
const QUICK_TRIES = 3

/** Whether the request may have reached the provider, so that the refresh token may be spent. */
export function mayHaveReached(failure: RefreshFailure): boolean {
  if (failure.code === 'provider_answer_unusable' || failure.code === 'clock_wrong') return true
  return failure.code === 'provider_unreachable' && (failure.trouble === 'no_answer' || failure.trouble === 'server_error')
}

/** The wait after a failed refresh, and whether a server ordered it, so that no event may cut it short. */
export interface Wait {
  ms: number
  isOrdered: boolean
}

/** What a wait must fit into. */
export interface WaitLimits {
  /** No sooner, since the old token still works. Nothing where it is about to die. */
  leastMs: number
  /** No later, since tools are about to fail then. */
  mostMs: number
}

/**
 * How long to wait after a failed refresh.
 *
 * @param attempt      1 after the first failure in a row
 * @param lostAnswers  how many of the last failures in a row may have reached the provider, this one included
 */
export function waitAfter(failure: RefreshFailure, attempt: number, lostAnswers: number, limits: WaitLimits, random: number): Wait {
  if (failure.code === 'provider_unreachable' && failure.retryAfterSeconds !== undefined) {
    return { ms: orderedDelay(failure.retryAfterSeconds), isOrdered: true }
  }
  if (failure.code === 'grant_refused') return { ms: REFUSED_CLIENT_MS, isOrdered: false }
  if (lostAnswers > 0 && lostAnswers <= QUICK_TRIES) return { ms: retryDelay(lostAnswers, random), isOrdered: false }
  return { ms: Math.min(limits.mostMs, Math.max(limits.leastMs, retryDelay(attempt, random))), isOrdered: false }
}
