import { instant } from '../../shared/instant.ts'
import type { Clock, Timer } from '../../electron/core/session/ports.ts'

/** Time that a test owns: it passes, the machine sleeps, somebody sets the clock. */
export interface FakeTime {
  clock: Clock
  timer: Timer
  /** Milliseconds that have really gone by, sleep included. No clock of the machine shows them. */
  trueMs(): number
  /** Lets time pass, running timers in their order. */
  pass(ms: number): Promise<void>
  /** The machine sleeps: the wall clock goes on, the other one and the timers stand still. */
  sleep(ms: number): void
  /** Timers fire so much early, and time creeps on with each look at a clock, as on a real machine. */
  roughen(earlyMs: number, creepMs: number): void
  /** Somebody sets the wall clock. */
  setWall(byMs: number): void
  /** Runs what is ready, without letting time pass. */
  drain(): Promise<void>
}

interface Waiting {
  at: number
  order: number
  run: () => void
}

const START = Date.UTC(2026, 10, 23, 8)

export function makeFakeTime(): FakeTime {
  let monotonic = 1000
  let slept = 0
  let offset = 0
  let early = 0
  let creep = 0
  let order = 0
  const waiting = new Set<Waiting>()
  const drain = () => new Promise<void>(resolve => { setImmediate(resolve) })
  const next = (until: number): Waiting | undefined => {
    let first: Waiting | undefined
    for (const one of waiting) {
      if (one.at <= until && (first === undefined || one.at < first.at || (one.at === first.at && one.order < first.order))) first = one
    }
    return first
  }
  return {
    clock: { now: () => instant(START + monotonic + slept + offset), monotonicMs: () => (monotonic += creep) },
    timer: {
      after(ms, run) {
        order += 1
        const one = { at: monotonic + Math.max(0, Math.ceil(ms) - early), order, run }
        waiting.add(one)
        return () => { waiting.delete(one) }
      },
    },
    trueMs: () => monotonic + slept,
    drain,
    async pass(ms) {
      const until = monotonic + ms
      await drain()
      for (let one = next(until); one !== undefined; one = next(until)) {
        waiting.delete(one)
        monotonic = Math.max(monotonic, one.at)
        one.run()
        await drain()
      }
      monotonic = Math.max(monotonic, until)
    },
    sleep(ms) { slept += ms },
    roughen(earlyMs, creepMs) {
      early = earlyMs
      creep = creepMs
    },
    setWall(byMs) { offset += byMs },
  }
}

/** A small seeded generator (mulberry32): the same numbers on every machine. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
