import type { Instant } from '../../shared/instant.ts'
import { SECONDS_MATTER_BELOW_MS } from '../../shared/words/time-words.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Milliseconds until a countdown to `until` reads otherwise; `undefined` once it is over. By the minute above five minutes. */
export function untilNextTick(until: Instant, now: Instant): number | undefined {
  const left = until - now
  if (left <= 0) return undefined
  if (left > SECONDS_MATTER_BELOW_MS) return Math.min(left % MINUTE || MINUTE, left - SECONDS_MATTER_BELOW_MS)
  return left % SECOND || SECOND
}

/** Milliseconds until the wall clock's minute turns. */
export function untilNextMinute(now: Instant): number {
  return MINUTE - (now % MINUTE)
}

/** How much of a life is left, from 1 to 0. */
export function fractionLeft(issuedAt: Instant, expiresAt: Instant, now: Instant): number {
  const life = expiresAt - issuedAt
  if (life <= 0) return 0
  return Math.min(1, Math.max(0, (expiresAt - now) / life))
}

/** Names epoch milliseconds; the app parses what the window sends. */
export function asInstant(epochMs: number): Instant {
  return Math.trunc(epochMs) as Instant
}
