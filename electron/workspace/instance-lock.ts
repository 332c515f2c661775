import { openDatabase } from '../sqlite/open-database.ts'

/**
 * One service per data folder. The lock is SQLite's own on a file beside the database: the system lets go of it with the
 * process, however that ends, so it can't be left behind.
 *
 * @returns what releases it, or undefined where another process holds it
 */
export async function takeInstanceLock(path: string): Promise<(() => void) | undefined> {
  try {
    const lock = await openDatabase(path, { journal: 'delete', busyTimeoutMs: 0 })
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      lock.close()
      throw error
    }
    return () => { lock.close() }
  } catch (error) {
    if (isBusy(error)) return undefined
    throw error
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
