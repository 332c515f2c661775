import { useEffect, useState } from 'react'
import type { Instant } from '../../shared/instant.ts'
import { useWindow } from '../window-context.tsx'
import { untilNextMinute, untilNextTick } from './ticks.ts'

/**
 * The time, drawn again when `wait` says that it would read otherwise. A hidden window doesn't tick: nobody sees it, and
 * an idle tray must cost nothing.
 *
 * @param wait  milliseconds to the next drawing, or `undefined` for never; must be stable or depend on `key` alone
 */
function useNow(wait: (now: Instant) => number | undefined, key: unknown): Instant {
  const { now: clock } = useWindow()
  const [drawnAt, setDrawnAt] = useState(clock)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const plan = () => {
      clearTimeout(timer)
      if (document.hidden) return
      const ms = wait(clock())
      // A little late rather than a little early: an early tick would show the old number once more.
      if (ms !== undefined) timer = setTimeout(tick, ms + 20)
    }
    const tick = () => {
      setDrawnAt(clock())
      plan()
    }
    plan()
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', tick)
    }
    // `wait` is made anew by every drawing; `key` says when it really differs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [clock, key])
  return drawnAt
}

/** The time, to the minute. */
export function useMinute(): Instant {
  return useNow(untilNextMinute, undefined)
}

/** The time, as often as a countdown to `until` needs it. */
export function useCountdown(until: Instant | undefined): Instant {
  return useNow(now => (until === undefined ? undefined : untilNextTick(until, now)), until)
}
