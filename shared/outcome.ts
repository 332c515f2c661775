import { z } from 'zod'

/** What an operation gave: its value, or an expected failure. Bugs are thrown instead. */
export type Outcome<Value, Failure> = { ok: true; value: Value } | { ok: false; failure: Failure }

export function succeed<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value }
}

export function fail<Failure>(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure }
}

/** The zod twin of {@link Outcome}: parses one that crossed a process border. */
export function outcome<V extends z.ZodType, F extends z.ZodType>(value: V, failure: F) {
  return z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), failure }),
  ])
}
