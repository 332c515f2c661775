// No schema: the window parses nothing, and needs no parser.

/**
 * - `making`: the new key is asked for; where that stands still, the answer got lost
 * - `putting`: it is there, and must be put somewhere; without `takeUntil` nobody has its text any more
 * - `proving`: it was put, and must show that it works
 * - `watching`: the old key must fall silent
 * - `deleting`, `naming`: the old key goes, and the new one takes its name
 */
export const ROTATION_PHASES = ['making', 'putting', 'proving', 'watching', 'deleting', 'naming', 'done', 'stopped'] as const
export type RotationPhase = (typeof ROTATION_PHASES)[number]

/** Whether it still has something to do. */
export function isUnderway({ phase }: { readonly phase: RotationPhase }): boolean {
  return phase !== 'done' && phase !== 'stopped'
}

/** How long the old key can be asked to be silent. */
export const QUIET_SECONDS = [600, 3_600, 86_400, 604_800] as const
