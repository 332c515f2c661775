import { z } from 'zod'
import { Activity } from '../../../shared/activity.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { Instant } from '../../../shared/instant.ts'
import type { AppDatabase } from './app-database.ts'

/** How many entries are kept; older ones go. */
const MOST_ENTRIES = 10_000

/** This machine's own activity. */
export interface ActivityLog {
  append(entry: Omit<Activity, 'id'>): Promise<void>
  /** Entries newest first, those before the entry with this id; all connections unless one is named. */
  page(asked: { before?: number; limit: number; connectionId?: ConnectionId }): Promise<Activity[]>
}

const Row = z.object({
  id: z.int(),
  at: Instant,
  kind: z.string(),
  connection_id: z.nullable(ConnectionId),
  about: z.nullable(z.string()),
})

/** Kinds that this version doesn't know any more are left out. */
function activityIn(row: unknown): Activity[] {
  const { id, at, kind, connection_id: connectionId, about } = Row.parse(row)
  const activity = Activity.safeParse({ id, at, kind, ...(connectionId === null ? {} : { connectionId }), ...(about === null ? {} : { about }) })
  return activity.success ? [activity.data] : []
}

const APPEND = 'INSERT INTO activity (at, kind, connection_id, about) VALUES (?, ?, ?, ?)'
const TRIM = 'DELETE FROM activity WHERE id <= (SELECT max(id) FROM activity) - ?'
const PAGE = 'SELECT id, at, kind, connection_id, about FROM activity WHERE id < ? AND (? IS NULL OR connection_id = ?) ORDER BY id DESC LIMIT ?'

export function makeActivityLog(database: AppDatabase): ActivityLog {
  return {
    async append({ at, kind, connectionId, about }) {
      await database.use(sqlite => sqlite.transaction(() => {
        sqlite.prepare(APPEND).run(at, kind, connectionId ?? null, about?.slice(0, 200) ?? null)
        sqlite.prepare(TRIM).run(MOST_ENTRIES)
      })())
    },
    page: ({ before = Number.MAX_SAFE_INTEGER, limit, connectionId = null }: { before?: number; limit: number; connectionId?: ConnectionId | null }) =>
      database.use(sqlite => sqlite.prepare(PAGE).all(before, connectionId, connectionId, limit).flatMap(activityIn)),
  }
}
