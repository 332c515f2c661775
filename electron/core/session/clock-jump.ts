import { after, type Instant } from '../../../shared/instant.ts'
import type { Clock } from './ports.ts'

/** One moment as both clocks had it. */
export interface Moment {
  wall: Instant
  monotonicMs: number
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonicMs: clock.monotonicMs() }
}

/**
 * How far the wall clock ran ahead of the other one between two looks, in milliseconds. Positive after a sleep (the
 * monotonic clock stands still in it) or when somebody set the clock forward; negative when somebody set it back.
 */
export function clockJumpMs(before: Moment, now: Moment): number {
  return now.wall - before.wall - (now.monotonicMs - before.monotonicMs)
}

/** Milliseconds since `start`, by whichever clock counted more: sleep stops the one, a person turns back the other. */
export function elapsedMs(start: Moment, now: Moment): number {
  return Math.max(now.wall - start.wall, now.monotonicMs - start.monotonicMs)
}

/** What the wall clock would say now, had nobody set it back since `start`. Times counted from then compare with this. */
export function steadyNow(start: Moment, now: Moment): Instant {
  return after(start.wall, elapsedMs(start, now))
}
