import type { ApiKey, KeyStatus } from '../../../shared/api-key.ts'
import { after, type Instant } from '../../../shared/instant.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/**
 * When a key begins to count as expiring: in the last quarter of its life, and in its last week at the earliest. So an
 * hour's key warns for 15 minutes and a year's key for 7 days. `never` for a key that does not end.
 */
export function expiringFrom(key: Pick<ApiKey, 'createdAt' | 'expiresAt'>): Instant | 'never' {
  if (key.expiresAt === 'never') return 'never'
  const lifeMs = Math.max(key.expiresAt - key.createdAt, 0)
  return after(key.expiresAt, -Math.min(WEEK_MS, lifeMs / 4))
}

/** How a key stands at a moment. Expired from the very instant of its end on. */
export function keyStatus(key: Pick<ApiKey, 'createdAt' | 'expiresAt'>, now: Instant): KeyStatus {
  if (key.expiresAt !== 'never' && now >= key.expiresAt) return 'expired'
  const from = expiringFrom(key)
  return from !== 'never' && now >= from ? 'expiring' : 'active'
}
