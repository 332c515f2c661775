import { chmod, rm } from 'node:fs/promises'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import type { Database } from './open-database.ts'

/** One step forward. Versions count from 1 without gaps; a published step is never changed. */
export type Migration = { version: number; name: string; sql: string }

export type NewerDatabase = { code: 'database_newer'; found: number; known: number }

/** The version a database file is at; 0 for a new one. */
export function databaseVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/**
 * Brings a database to the newest version, one transaction a step, with a copy of the file beside it first
 * (`<path>.before-<version>`, 0600) unless it is new or in memory.
 *
 * @returns the versions before and after, or `database_newer` where a later program wrote it: it is left untouched.
 */
export async function migrate(
  database: Database, path: string, migrations: readonly Migration[],
): Promise<Outcome<{ from: number; to: number }, NewerDatabase>> {
  const from = databaseVersion(database)
  const to = migrations.length
  if (from > to) return fail({ code: 'database_newer', found: from, known: to })
  if (from === to) return succeed({ from, to })
  if (from > 0 && path !== ':memory:') await copyBeside(database, `${path}.before-${String(to)}`)
  for (const migration of migrations.slice(from)) {
    database.transaction(() => {
      database.exec(migration.sql)
      database.pragma(`user_version = ${String(migration.version)}`)
    })()
  }
  return succeed({ from, to })
}

async function copyBeside(database: Database, copy: string): Promise<void> {
  await rm(copy, { force: true })
  database.prepare('VACUUM INTO ?').run(copy)
  await chmod(copy, 0o600)
}
