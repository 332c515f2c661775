import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { migrate, type Migration, type NewerDatabase } from '../../sqlite/migrate.ts'
import { openDatabase, type Database, type DriverName } from '../../sqlite/open-database.ts'
import { errorCode } from '../credentials-file/file-failure.ts'
import { MIGRATIONS } from './migrations.ts'

/** The app's own database: settings, connections, activity. No secret is ever in it. */
export interface AppDatabase {
  /** Opens it now, so that a file from a newer version of the app can be refused in words. */
  open(): Promise<Outcome<null, NewerDatabase>>
  /** Works on it; opens it where nobody did. Throws {@link DatabaseNewer} for a file that is not ours to touch. */
  use<T>(work: (database: Database) => T): Promise<T>
  close(): Promise<void>
}

/** A newer version of the app wrote this file; it was left untouched. */
export class DatabaseNewer extends Error {
  readonly failure: NewerDatabase

  constructor(failure: NewerDatabase) {
    super(`the database is of version ${String(failure.found)}, this app knows ${String(failure.known)}`)
    this.name = 'DatabaseNewer'
    this.failure = failure
  }
}

export interface AppDatabaseOptions {
  /** The file, made with mode 0600 when missing, its folder with 0700. */
  path: string
  /** Told when a file that is no database any more was put aside under this name, and a new one begun. */
  putAside?: (path: string) => void
  migrations?: readonly Migration[]
  /** Another driver than this runtime's own; for the test that both behave alike. */
  driver?: DriverName
}

/** Nothing is read before the first use. */
export function makeAppDatabase({ path, putAside = () => {}, migrations = MIGRATIONS, driver }: AppDatabaseOptions): AppDatabase {
  let opened: Promise<Outcome<Database, NewerDatabase>> | undefined

  async function openOnce(): Promise<Outcome<Database, NewerDatabase>> {
    await makePrivate(path)
    try {
      return await openMigrated(path, migrations, driver)
    } catch (error) {
      if (!isDamage(error)) throw error
      putAside(await setAside(path))
      await makePrivate(path)
      return openMigrated(path, migrations, driver)
    }
  }

  function database(): Promise<Outcome<Database, NewerDatabase>> {
    opened ??= openOnce().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

  return {
    async open() {
      const outcome = await database()
      return outcome.ok ? succeed(null) : outcome
    },
    async use(work) {
      const outcome = await database()
      if (!outcome.ok) throw new DatabaseNewer(outcome.failure)
      return work(outcome.value)
    },
    async close() {
      const outcome = await opened?.catch(() => undefined)
      opened = undefined
      if (outcome?.ok) outcome.value.close()
    },
  }
}

// SQLite's log and index take over the mode of the database, so it is made private before SQLite sees it.
async function makePrivate(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await (await open(path, 'a', 0o600)).close()
  if (process.platform !== 'win32') await chmod(path, 0o600)
}

async function openMigrated(path: string, migrations: readonly Migration[], driver: DriverName | undefined): Promise<Outcome<Database, NewerDatabase>> {
  const database = await openDatabase(path, driver === undefined ? {} : { driver })
  try {
    const migrated = await migrate(database, path, migrations)
    if (migrated.ok) return succeed(database)
    database.close()
    return fail(migrated.failure)
  } catch (error) {
    database.close()
    throw error
  }
}

function isDamage(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') === true
}

async function setAside(path: string): Promise<string> {
  const aside = `${path}.damaged`
  await rename(path, aside)
  // They belong to the file that was put aside; beside a new one they would damage it too.
  await Promise.all([rm(`${path}-wal`, { force: true }), rm(`${path}-shm`, { force: true })])
  return aside
}
