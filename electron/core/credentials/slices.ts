/*
 * Work on a text of any size, in slices of a fraction of a millisecond: a file of ten thousand profiles takes tens of
 * milliseconds to read, and the process that reads it has windows to draw.
 */

/** Work that stops for breath each now and then, and gives its result in the end. */
export type Slices<Result> = Generator<undefined, Result>

/** How much is done between two breaths, in lines or in sections. */
export const SLICE = 500

/** Does it all without stopping. */
export function atOnce<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const step = slices.next()
    if (step.done === true) return step.value
  }
}

/** @param breathe  lets everybody else have their turn */
export async function inSlices<Result>(slices: Slices<Result>, breathe: () => Promise<void>): Promise<Result> {
  for (;;) {
    const step = slices.next()
    if (step.done === true) return step.value
    await breathe()
  }
}
