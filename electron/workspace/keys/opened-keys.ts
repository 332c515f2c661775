import type { Database } from '../../sqlite/open-database.ts'
import type { Keep } from '../storage/kept.ts'
import type { ApiKeyRecord, KeyRow } from './key-record.ts'

/** A key whose seal was opened, and what a search looks through. */
export interface Opened { key: ApiKeyRecord; text: string }

/** All keys of an owner, in the order of their creation, and other orders that somebody asked for. */
export interface OwnersKeys { keys: readonly Opened[]; orders: Map<string, readonly Opened[]> }

/** The opened keys of whoever searches among theirs. */
export interface OpenedKeys {
  /** Rejects where a record doesn't open, or the database doesn't answer. */
  of(ownerId: string): Promise<OwnersKeys>
  /** After a change of any key. */
  forget(): void
}

export interface OpenedKeysLimits {
  /** What is kept of owners who searched earlier ends with so many keys, of all of them together. */
  mostKept: number
  /** How long opened keys stay in memory once nobody searches, in milliseconds. */
  idleMs: number
}

// A key takes about a kilobyte.
export const OPENED_LIMITS: OpenedKeysLimits = { mostKept: 120_000, idleMs: 5 * 60 * 1000 }

// A few milliseconds' work: requests of others are answered in between.
const SLICE = 100

const nextTurn = () => new Promise<void>(resolve => { setImmediate(resolve) })

/**
 * Opens an owner's keys slice by slice, so that nobody else's request waits for it; who asks meanwhile gets the same. What a
 * key's change makes stale is opened anew by who asks after that change.
 */
export function openOpenedKeys(database: Database, keep: Keep, open: (row: KeyRow) => ApiKeyRecord, limits = OPENED_LIMITS): OpenedKeys {
  const slice = database.prepare<[string, number, string, number], KeyRow>(
    'SELECT * FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?')
  const kept = keep(() => new Map<string, Promise<OwnersKeys>>())
  let idle: NodeJS.Timeout | undefined

  async function openAll(ownerId: string): Promise<OwnersKeys> {
    const keys: Opened[] = []
    for (;;) {
      const last = keys.at(-1)?.key
      const rows = slice.all(ownerId, last?.createdAt ?? -1, last?.id ?? '', SLICE)
      for (const row of rows) {
        const key = open(row)
        keys.push({ key, text: `${key.name} ${key.prefix} ${key.lastFour}`.toLowerCase() })
      }
      if (rows.length < SLICE) return { keys, orders: new Map() }
      await nextTurn()
    }
  }

  /** Makes room: the one who searched last stays, however many keys they have. */
  async function keepWithin(owners: Map<string, Promise<OwnersKeys>>): Promise<void> {
    let room = limits.mostKept
    for (const [ownerId, keys] of [...owners].reverse()) {
      const isLast = room === limits.mostKept
      room -= (await keys).keys.length
      if (room < 0 && !isLast && owners.get(ownerId) === keys) owners.delete(ownerId)
    }
  }

  return {
    async of(ownerId) {
      clearTimeout(idle)
      idle = setTimeout(() => { kept.forget() }, limits.idleMs).unref()
      const owners = kept.get()
      const found = owners.get(ownerId) ?? openAll(ownerId)
      owners.delete(ownerId)
      owners.set(ownerId, found)
      try {
        const keys = await found
        await keepWithin(owners)
        return keys
      } catch (error) {
        if (owners.get(ownerId) === found) owners.delete(ownerId)
        throw error
      }
    },
    forget: kept.forget,
  }
}
