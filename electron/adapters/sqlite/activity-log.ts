import { z } from 'zod'
import { Activity } from '../../../shared/activity.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { Instant } from '../../../shared/instant.ts'
import type { ActivityLog } from '../../core/activity/ports.ts'
import type { AppDatabase } from './app-database.ts'

/** How many entries are kept; older ones go. */
const MOST_ENTRIES = 10_000

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
// By time and not by id: a clock that was set back must not hide what came after.
const page = (kinds: number) => `
  SELECT id, at, kind, connection_id, about FROM activity
  WHERE at >= ? AND at < ? AND (? IS NULL OR connection_id = ?) AND kind IN (${Array.from({ length: kinds }, () => '?').join(', ')})
  ORDER BY at DESC, id DESC LIMIT ?`

/** This machine's activity in the app's database. */
export function makeActivityLog(database: AppDatabase): ActivityLog {
  return {
    async append({ at, kind, connectionId, about }) {
      await database.use(sqlite => sqlite.transaction(() => {
        sqlite.prepare(APPEND).run(at, kind, connectionId ?? null, about?.slice(0, 200) ?? null)
        sqlite.prepare(TRIM).run(MOST_ENTRIES)
      })())
    },
    page: ({ from = Number.MIN_SAFE_INTEGER, before = Number.MAX_SAFE_INTEGER, limit, kinds, connectionId = null }: Asked) =>
      database.use(sqlite => sqlite.prepare(page(kinds.length)).all(from, before, connectionId, connectionId, ...kinds, limit).flatMap(activityIn)),
  }
}

type Asked = { from?: number | undefined; before?: number | undefined; limit: number; kinds: readonly string[]; connectionId?: ConnectionId | null | undefined }
