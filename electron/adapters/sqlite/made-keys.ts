import { MadeKey } from '../../../shared/panic.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { AppDatabase } from './app-database.ts'

/** How many are remembered; older ones go. */
const MOST = 100

/** The keys that this computer made: ids and names, never a key. */
export interface MadeKeys {
  /** Newest first. */
  list(): Promise<MadeKey[]>
  add(key: MadeKey): Promise<void>
  remove(connectionId: ConnectionId, keyId: string): Promise<void>
}

const LIST = 'SELECT connection_id AS connectionId, key_id AS keyId, name, made_at AS madeAt FROM made_keys ORDER BY made_at DESC, key_id LIMIT ?'
const ADD = 'INSERT OR REPLACE INTO made_keys (connection_id, key_id, name, made_at) VALUES (?, ?, ?, ?)'
const TRIM = 'DELETE FROM made_keys WHERE (connection_id, key_id) NOT IN (SELECT connection_id, key_id FROM made_keys ORDER BY made_at DESC LIMIT ?)'
const REMOVE = 'DELETE FROM made_keys WHERE connection_id = ? AND key_id = ?'

export function makeMadeKeys(database: AppDatabase): MadeKeys {
  return {
    list: () => database.use(sqlite => sqlite.prepare(LIST).all(MOST).flatMap(row => {
      const key = MadeKey.safeParse(row)
      return key.success ? [key.data] : []
    })),
    async add({ connectionId, keyId, name, madeAt }) {
      await database.use(sqlite => sqlite.transaction(() => {
        sqlite.prepare(ADD).run(connectionId, keyId, name.slice(0, 200), madeAt)
        sqlite.prepare(TRIM).run(MOST)
      })())
    },
    async remove(connectionId, keyId) {
      await database.use(sqlite => sqlite.prepare(REMOVE).run(connectionId, keyId))
    },
  }
}
