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

/**
 * A clock whose monotonic part counts sleep too, so that nothing hides the age of a token.
 *
 * Each time it is read, the clock that went further since the last time counts: in a sleep that is the wall clock, and
 * when somebody sets that back it is the other one. A wall clock set forward counts as time gone by, which is the safe
 * side: a token is renewed too early. It must be read often; the schedule does so at least twice a minute.
 */
export function makeSteadyClock(clock: Clock): Clock {
  let last = momentOf(clock)
  let steadyMs = 0
  return {
    now: () => clock.now(),
    monotonicMs() {
      const now = momentOf(clock)
      steadyMs += Math.max(now.wall - last.wall, now.monotonicMs - last.monotonicMs, 0)
      last = now
      return steadyMs
    },
  }
}

/** What the wall clock would say now, had nobody set it since `start`. Times counted from then compare with this. */
export function steadyNow(start: Moment, now: Moment): Instant {
  return after(start.wall, now.monotonicMs - start.monotonicMs)
}

/** Milliseconds between two moments of a steady clock. */
export function elapsedMs(start: Moment, now: Moment): number {
  return now.monotonicMs - start.monotonicMs
}
