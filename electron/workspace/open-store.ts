import { randomUUID } from 'node:crypto'
import { migrate } from '../sqlite/migrate.ts'
import { openDatabase, type Database } from '../sqlite/open-database.ts'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import type { DataFolder } from './data-folder.ts'
import { openFacts, type Facts } from './storage/facts.ts'
import { WORKSPACE_MIGRATIONS } from './storage/migrations.ts'
import { KmsRefused, type Kms } from './vault/kms.ts'
import { openVault, type Vault } from './vault/vault.ts'
import type { StartFailure } from './workspace-options.ts'

/** An opened data folder: its database at the newest version, and the vault that reads it. */
export interface Store {
  database: Database
  vault: Vault
  facts: Facts
  folder: DataFolder
  workspaceId: string
  close: () => void
}

async function openMigrated(path: string): Promise<Outcome<Database, StartFailure>> {
  let database: Database
  try {
    database = await openDatabase(path)
  } catch {
    return fail({ code: 'database_unreadable' })
  }
  // Indexes of random values touch pages all over: 16 MiB of them stay at hand, and 32 MiB are written before each is put
  // in its place.
  database.pragma('cache_size = -16384')
  database.pragma('wal_autocheckpoint = 8192')
  const migrated = await migrate(database, path, WORKSPACE_MIGRATIONS).catch((error: unknown) => {
    database.close()
    throw error
  })
  if (migrated.ok) return succeed(database)
  database.close()
  return migrated
}

/** Opens the database of a data folder with the KMS that `openKms` gives; a newer database is left untouched. */
export async function openStore(folder: DataFolder, openKms: () => Promise<Kms>, now: () => number): Promise<Outcome<Store, StartFailure>> {
  const opened = await openMigrated(folder.databasePath)
  if (!opened.ok) return opened
  const database = opened.value
  try {
    const facts = openFacts(database)
    const workspaceId = facts.get('id') ?? randomUUID()
    facts.set('id', workspaceId)
    const vault = await openVault(database, await openKms(), workspaceId, now)
    return succeed({ database, vault, facts, folder, workspaceId, close: () => { database.close() } })
  } catch (error) {
    database.close()
    if (error instanceof KmsRefused) return fail({ code: 'kms_refused', message: error.message })
    throw error
  }
}
