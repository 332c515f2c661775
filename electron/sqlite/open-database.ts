import type BetterSqlite3 from 'better-sqlite3'
import { libsqlDriver, type Driver } from './libsql-driver.ts'

/** A SQLite connection. Both drivers speak better-sqlite3's synchronous API. */
export type Database = BetterSqlite3.Database
export type Statement<Bind extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Bind, Row>

/** The N-API that better-sqlite3's prebuilt binaries need; below it, loading them crashes the process. */
const BETTER_SQLITE3_NAPI = 10

/** Which driver this runtime can load: decided before loading, since a wrong one can't be caught. */
export function sqliteDriver(napi: string | undefined): 'better-sqlite3' | 'libsql' {
  return Number(napi ?? 0) >= BETTER_SQLITE3_NAPI ? 'better-sqlite3' : 'libsql'
}

export type DriverName = ReturnType<typeof sqliteDriver>

/** The driver for this runtime, loaded on first use. Most want {@link openDatabase}. */
export async function loadDriver(name: DriverName = sqliteDriver(process.versions.napi)): Promise<Driver> {
  return name === 'libsql' ? libsqlDriver() : (await import('better-sqlite3')).default
}

export interface OpenOptions {
  /** `wal` lets readers go on beside a writer; `delete` is for a file that serves as a lock. */
  journal?: 'wal' | 'delete'
  /** How long a statement waits for another process's lock, in milliseconds. */
  busyTimeoutMs?: number
  /** Another driver than this runtime's own; for the test that both behave alike. */
  driver?: DriverName
}

/**
 * Opens a database file (made when missing), or `:memory:`.
 *
 * WAL, so that readers never wait; foreign keys on; a writer waits up to 5,000 ms for another process's lock.
 * `synchronous = FULL`: what was acknowledged survives a power cut. Throws where the file is no database or can't be
 * opened.
 */
export async function openDatabase(path: string, options: OpenOptions = {}): Promise<Database> {
  const DriverClass = await loadDriver(options.driver)
  const database = new DriverClass(path)
  try {
    database.pragma(`busy_timeout = ${String(options.busyTimeoutMs ?? 5000)}`)
    database.pragma(`journal_mode = ${options.journal ?? 'wal'}`)
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
  } catch (error) {
    database.close()
    throw error
  }
  return database
}
