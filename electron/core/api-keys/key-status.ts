import type { ApiKey, KeyStatus } from '../../../shared/api-key.ts'
import type { Instant } from '../../../shared/instant.ts'
import { expiringFrom } from './reminders.ts'

/** How a key stands at a moment. Expired from the very instant of its end on. */
export function keyStatus(key: Pick<ApiKey, 'createdAt' | 'expiresAt'>, now: Instant): KeyStatus {
  if (key.expiresAt !== 'never' && now >= key.expiresAt) return 'expired'
  const from = expiringFrom(key)
  return from !== 'never' && now >= from ? 'expiring' : 'active'
}
