import type { ApiKey } from '../../../shared/api-key.ts'
import { after, type Instant } from '../../../shared/instant.ts'
import type { KeyReminder } from '../../../shared/key-reminder.ts'

const DAY_MS = 24 * 3_600_000
const WEEK_MS = 7 * DAY_MS

/** Which reminders a person wants. */
export type WantedReminders = { readonly week: boolean; readonly day: boolean }

type Living = Pick<ApiKey, 'createdAt' | 'expiresAt'>

/**
 * When a key begins to count as expiring, and is first told of: in the last quarter of its life, and in its last week at
 * the earliest. So an hour's key warns for 15 minutes and a year's key for 7 days. `never` for a key that does not end.
 */
export function expiringFrom({ createdAt, expiresAt }: Living): Instant | 'never' {
  return expiresAt === 'never' ? 'never' : after(expiresAt, -Math.min(WEEK_MS, lifeMs(createdAt, expiresAt) / 4))
}

/**
 * The later reminder: in the last twentieth, a day before the end at the earliest. None for a key that lives less than a
 * day: its first one is hours or minutes before the end already.
 */
function lastCall({ createdAt, expiresAt }: Living): Instant | 'never' {
  if (expiresAt === 'never' || lifeMs(createdAt, expiresAt) < DAY_MS) return 'never'
  return after(expiresAt, -Math.min(DAY_MS, lifeMs(createdAt, expiresAt) / 20))
}

function lifeMs(createdAt: Instant, expiresAt: Instant): number {
  return Math.max(expiresAt - createdAt, 0)
}

/** The reminders of a key and when each is due; of one that lives less than a day a single one, whichever is wanted. */
export function remindersOf(key: Living, wanted: WantedReminders): { which: KeyReminder['which']; at: Instant }[] {
  const [first, last] = [expiringFrom(key), lastCall(key)]
  if (first === 'never') return []
  if (last === 'never') return wanted.week || wanted.day ? [{ which: 'week', at: first }] : []
  return [...(wanted.week ? [{ which: 'week' as const, at: first }] : []), ...(wanted.day ? [{ which: 'day' as const, at: last }] : [])]
}

/** The reminder that is due now: the latest that has come; none before the first, and none once the key has ended. */
export function dueReminder(key: Living, now: Instant, wanted: WantedReminders): KeyReminder['which'] | undefined {
  if (key.expiresAt === 'never' || now >= key.expiresAt) return undefined
  return remindersOf(key, wanted).findLast(({ at }) => at <= now)?.which
}
