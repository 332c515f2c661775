export const OVERLAPS = ['none', '1h', '1d', '7d'] as const
/** How long an old key goes on working beside its successor. */
export type Overlap = (typeof OVERLAPS)[number]

export const OVERLAP_SECONDS: Record<Overlap, number> = { none: 0, '1h': 3600, '1d': 86_400, '7d': 604_800 }
