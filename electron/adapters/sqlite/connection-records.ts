import { z } from 'zod'
import { BrowserId } from '../../../shared/browser.ts'
import { ConnectionId, KeepFresh } from '../../../shared/connection.ts'
import { Instant } from '../../../shared/instant.ts'
import { ProfileName } from '../../../shared/profile.ts'
import { Workspace, WorkspaceUser } from '../../../shared/workspace.ts'
import type { ConnectionRecord, ConnectionRecords } from '../../core/session/ports.ts'
import type { AppDatabase } from './app-database.ts'

const Kept = z.object({
  id: ConnectionId,
  workspace: Workspace,
  user: WorkspaceUser,
  profile: ProfileName,
  keepFresh: KeepFresh,
  browserId: BrowserId.optional(),
  isDefault: z.boolean(),
  publishedAt: Instant.optional(),
  connectedAt: Instant,
  strays: z.array(ProfileName).optional(),
  leavingSince: Instant.optional(),
  owed: z.object({ keys: z.array(z.object({ keyId: z.string(), name: z.string() })), allKeys: z.boolean() }).optional(),
})

/** A row that can't be read is left where it is and left out: one broken connection must not hide the others. */
function recordsIn(rows: readonly string[]): ConnectionRecord[] {
  return rows.flatMap(row => {
    const kept = safely(row)
    return kept === undefined ? [] : [{ ...kept, publishedAt: kept.publishedAt }]
  })
}

function safely(row: string): z.infer<typeof Kept> | undefined {
  try {
    return Kept.safeParse(JSON.parse(row)).data
  } catch {
    return undefined
  }
}

/** The connections of this machine, oldest first. */
export function makeConnectionRecords(database: AppDatabase): ConnectionRecords {
  return {
    list: () => database.use(sqlite => recordsIn(sqlite.prepare<[], string>('SELECT json FROM connections ORDER BY connected_at, id').pluck().all())),
    async keep(record) {
      await database.use(sqlite => sqlite.prepare('INSERT OR REPLACE INTO connections (id, connected_at, json) VALUES (?, ?, ?)')
        .run(record.id, record.connectedAt, JSON.stringify(record)))
    },
    async drop(id) {
      await database.use(sqlite => sqlite.prepare('DELETE FROM connections WHERE id = ?').run(id))
    },
  }
}
