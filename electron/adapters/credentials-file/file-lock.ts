import { open, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadDriver, type Database } from '../../sqlite/open-database.ts'
import { errorCode } from './file-failure.ts'

/*
 * One holder over all processes of ours, by an exclusive transaction on an empty SQLite file. The operating system
 * gives the lock back the moment its holder dies, however it dies: nothing has to be judged by age, process id or
 * mtime, which is what breaks lock files across sleep, restarts and kills.
 */

/** Waits between two tries, in milliseconds: short at first, then rare enough for hundreds of waiting processes. */
const FIRST_PAUSE_MS = 3
const LONGEST_PAUSE_MS = 80

const tails = new Map<string, Promise<void>>()

/**
 * Runs `work` while holding the lock at `path` (made with mode 0600 when missing; its folder must exist).
 *
 * @param waitMs  how long to wait for other holders, in this process or another
 * @returns what `work` gave, or `undefined` when the lock could not be had in time. Throws what the file system refuses.
 */
export async function whileLocked<Value>(path: string, waitMs: number, work: () => Promise<Value>): Promise<{ value: Value } | undefined> {
  const deadline = performance.now() + waitMs
  const previous = tails.get(path) ?? Promise.resolve()
  let endTurn = (): void => undefined
  const turn = new Promise<void>(resolve => {
    endTurn = resolve
  })
  const tail = previous.then(() => turn)
  tails.set(path, tail)
  try {
    if (!(await settledInTime(previous, waitMs))) return undefined
    const held = await acquire(path, deadline)
    if (!held) return undefined
    try {
      return { value: await work() }
    } finally {
      held.close()
    }
  } finally {
    endTurn()
    if (tails.get(path) === tail) tails.delete(path)
  }
}

async function settledInTime(promise: Promise<void>, waitMs: number): Promise<boolean> {
  const timer = new AbortController()
  const late = sleep(waitMs, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    timer.abort()
  }
}

async function acquire(path: string, deadline: number): Promise<Database | undefined> {
  const DriverClass = await loadDriver()
  let pause = FIRST_PAUSE_MS
  for (;;) {
    const before = await identity(path)
    const database = tryLock(DriverClass, path)
    if (database === 'junk') await rm(path, { force: true })
    else if (database && before !== undefined && before === (await identity(path))) return database
    // Whoever deleted the file while we took it holds another lock by now: ours would guard nothing.
    else database?.close()
    if (performance.now() > deadline) return undefined
    await sleep(Math.random() * pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

/** The file's device and inode, after making it where it is missing. */
async function identity(path: string): Promise<string | undefined> {
  try {
    // `wx` only: closing a descriptor of an existing lock file would drop this process's own lock on it (POSIX).
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${String(dev)}:${String(ino)}`
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function tryLock(DriverClass: Awaited<ReturnType<typeof loadDriver>>, path: string): Database | 'junk' | undefined {
  let database: Database | undefined
  try {
    database = new DriverClass(path)
    // Never wait inside SQLite: it would stop the whole process.
    database.pragma('busy_timeout = 0')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    const code = errorCode(error)
    if (code === 'SQLITE_NOTADB') return 'junk'
    if (code?.startsWith('SQLITE_BUSY') || code?.startsWith('SQLITE_CANTOPEN')) return undefined
    throw error
  }
}
