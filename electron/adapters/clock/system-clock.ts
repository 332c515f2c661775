import { performance } from 'node:perf_hooks'
import { instant } from '../../../shared/instant.ts'
import type { Clock, Timer } from '../../core/session/ports.ts'

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  monotonicMs: () => performance.now(),
}

// setTimeout overflows at 2^31 ms and then fires at once.
const LONGEST_MS = 2_147_483_647

/** Timers that keep no process alive. One of more than 24.8 days fires early: whoever waits looks at the clock again. */
export const systemTimer: Timer = {
  after(ms, then) {
    const timer = setTimeout(then, Math.min(Math.max(ms, 0), LONGEST_MS))
    timer.unref()
    return () => { clearTimeout(timer) }
  },
}

/** Lets everything that waits for this process have its turn. */
export function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
