import type { ApiKeyRecord } from '../keys/key-record.ts'
import type { Person } from '../people/people.ts'
import type { Activity } from './activity.ts'
import type { ActivityLog } from './activity-log.ts'

/** Notes the use and refusal of keys without a write on the way of a request: counts, and writes the counts in batches. */
export interface KeyActivity {
  used(person: Person, key: ApiKeyRecord, operation: string): void
  /** `key` is undefined where nothing was found: an unknown or malformed one. */
  refused(key: ApiKeyRecord | undefined, operation: string, status: number): void
  flush(): void
  stop(): void
}

// Past this many different counts in a window, those that come are counted together: a flood gains no memory.
const MOST_COUNTS = 2_000
const OTHERS = 'others'

interface Counted { activity: Activity; count: number }

export function openKeyActivity(log: ActivityLog, flushMs: number): KeyActivity {
  let counts = new Map<string, Counted>()
  const count = (name: string, make: () => Activity) => {
    const found = counts.get(name)
    if (found) found.count += 1
    else if (counts.size < MOST_COUNTS || name === OTHERS) counts.set(name, { activity: make(), count: 1 })
    else count(OTHERS, () => ({ action: 'keyRefused', result: 'refused', details: { operation: OTHERS } }))
  }
  const flush = () => {
    if (counts.size === 0) return
    const taken = counts
    counts = new Map()
    log.append([...taken.values()].map(({ activity, count: times }) => ({ ...activity, details: { ...activity.details, count: times } })))
  }
  const timer = setInterval(flush, flushMs)
  timer.unref()
  return {
    used(person, key, operation) {
      count(`used ${key.id} ${operation}`, () => ({
        action: 'keyUsed', result: 'succeeded', actorId: person.id, actorEmail: person.email, targetType: 'apiKey', targetId: key.id,
        details: { name: key.name, prefix: key.prefix, lastFour: key.lastFour, operation },
      }))
    },
    refused(key, operation, status) {
      count(`refused ${key?.id ?? 'unknown'} ${operation} ${String(status)}`, () => ({
        action: 'keyRefused', result: 'refused', actorId: key?.ownerId, targetType: 'apiKey', targetId: key?.id,
        details: { ...(key ? { name: key.name, prefix: key.prefix, lastFour: key.lastFour } : {}), operation, status },
      }))
    },
    flush,
    stop() {
      clearInterval(timer)
      flush()
    },
  }
}
