import type { Instant } from '../../shared/instant.ts'

/** Something that ends at a moment. */
export type Ending = { readonly id: string; readonly endsAt: Instant; readonly isSoon: boolean }

/** What ends at nearly the same place of the strip, nearest first. */
export type StripPlace<E extends Ending> = { readonly at: number; readonly endings: readonly [E, ...E[]] }

/**
 * Places endings on a strip from `now` to `now + spanMs`, as fractions of its length. Those that would overlap share a
 * place; those outside of the strip are left out.
 *
 * @param gap  smallest distance between two places, as a fraction
 */
export function placeOnStrip<E extends Ending>(endings: readonly E[], now: Instant, spanMs: number, gap: number): StripPlace<E>[] {
  const inside = endings.filter(ending => ending.endsAt > now && ending.endsAt <= now + spanMs).toSorted((a, b) => a.endsAt - b.endsAt)
  const places: { at: number; endings: [E, ...E[]] }[] = []
  for (const ending of inside) {
    const at = (ending.endsAt - now) / spanMs
    const last = places.at(-1)
    if (last && at - last.at < gap) last.endings.push(ending)
    else places.push({ at, endings: [ending] })
  }
  return places
}
