import { after, type Instant } from '../../../shared/instant.ts'
import { elapsedMs, type Moment } from './clock-jump.ts'

/** A moment to wait for, by a steady clock: a wall clock that is set back delays nothing. */
export interface Deadline {
  /** As the wall clock had it when the wait began; what people are shown. */
  at: Instant
  setAt: Moment
  ms: number
}

export function deadlineIn(ms: number, now: Moment): Deadline {
  return { at: after(now.wall, ms), setAt: now, ms }
}

export function isPast(deadline: Deadline, now: Moment): boolean {
  return msLeft(deadline, now) <= 0
}

/** Milliseconds until it is over; zero or less when it is. */
export function msLeft(deadline: Deadline, now: Moment): number {
  return deadline.ms - elapsedMs(deadline.setAt, now)
}
