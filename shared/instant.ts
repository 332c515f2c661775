import { z } from 'zod'

/** A moment: milliseconds since 1970-01-01T00:00:00Z, by the wall clock. */
export const Instant = z.int().brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A span in seconds, as OAuth's `expires_in` has it. */
export const Seconds = z.number().nonnegative().brand<'Seconds'>()
export type Seconds = z.infer<typeof Seconds>

/** Names a number of epoch milliseconds as an Instant. Fractions are cut. */
export function instant(epochMs: number): Instant {
  return Instant.parse(Math.trunc(epochMs))
}

/** The moment `ms` milliseconds after `from` (before it, where `ms` is negative). */
export function after(from: Instant, ms: number): Instant {
  return instant(from + ms)
}

/** RFC 3339 in UTC with whole seconds, as the credentials file and the workspace write it: `2026-11-23T20:15:04Z`. */
export function toRfc3339(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** Reads an RFC 3339 time with any offset; `undefined` for anything else. */
export function fromRfc3339(text: string): Instant | undefined {
  if (!RFC_3339.test(text)) return undefined
  const epochMs = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(epochMs) ? undefined : instant(epochMs)
}
