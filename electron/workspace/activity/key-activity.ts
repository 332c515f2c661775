import type { ApiKeyRecord } from '../keys/key-record.ts'
import type { Person } from '../people/people.ts'
import { gathered, type Gathered } from '../storage/gathered.ts'
import type { Activity } from './activity.ts'
import type { ActivityLog } from './activity-log.ts'

/** Counts the use and refusal of keys for the log. */
export interface KeyActivity extends Gathered {
  used(person: Person, key: ApiKeyRecord, operation: string): void
  /** `key` is undefined where nothing was found: an unknown or malformed one. */
  refused(key: ApiKeyRecord | undefined, operation: string, status: number): void
}

// Past this many different counts, those that come are counted together: a flood gains no memory.
const MOST_COUNTS = 2_000
const OTHER_USES: Activity = { action: 'keyUsed', result: 'succeeded', details: { operation: 'others' } }
const OTHER_REFUSALS: Activity = { action: 'keyRefused', result: 'refused', details: { operation: 'others' } }

interface Counted { activity: Activity; count: number }

export function openKeyActivity(log: ActivityLog): KeyActivity {
  const counts = new Map<string, Counted>()
  const count = (name: string, others: Activity, make: () => Activity) => {
    const found = counts.get(name)
    if (found) found.count += 1
    else if (counts.size < MOST_COUNTS || name === others.action) counts.set(name, { activity: make(), count: 1 })
    else count(others.action, others, () => others)
  }
  return {
    ...gathered(counts, some => {
      log.append([...some.values()].map(({ activity, count: times }) => ({ ...activity, details: { ...activity.details, count: times } })))
    }),
    used(person, key, operation) {
      count(`${key.id} ${operation}`, OTHER_USES, () => ({
        action: 'keyUsed', result: 'succeeded', actorId: person.id, actorEmail: person.email, targetType: 'apiKey', targetId: key.id,
        details: { name: key.name, prefix: key.prefix, lastFour: key.lastFour, operation },
      }))
    },
    refused(key, operation, status) {
      count(`${key?.id ?? 'unknown'} ${operation} ${String(status)}`, OTHER_REFUSALS, () => ({
        action: 'keyRefused', result: 'refused', actorId: key?.ownerId, targetType: 'apiKey', targetId: key?.id,
        details: { ...(key ? { name: key.name, prefix: key.prefix, lastFour: key.lastFour } : {}), operation, status },
      }))
    },
  }
}
