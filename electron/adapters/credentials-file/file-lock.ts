import { statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadDriver, type Database } from '../../sqlite/open-database.ts'
import { errorCode } from './file-failure.ts'
import { identityIn } from './file-identity.ts'

/*
 * One holder over all processes of ours, by an exclusive transaction on an empty SQLite file. The operating system
 * gives the lock back the moment its holder dies, however it dies: nothing has to be judged by age, process id or
 * mtime, which is what breaks lock files across sleep, restarts and kills.
 */

/*
 * Between two tries a waiter pauses for a random part of a quarter of what it has waited already, in milliseconds: a short
 * wait ends without delay, and hundreds of waiting processes leave the processor to the one that holds the lock. Never
 * longer than a small part of all its time, and ever shorter towards the end: where others take the lock again and again,
 * it is free only for moments.
 */
const SHORTEST_PAUSE_MS = 3
const PART_OF_WAIT = 4
const PART_OF_TIME = 80
const PART_OF_TIME_LEFT = 20

/** How long an unused connection stays open: opening one costs more than all the rest. */
const IDLE_MS = 2000

const tails = new Map<string, Promise<void>>()
const idle = new Map<string, { held: Held; timer: NodeJS.Timeout }>()

/** A connection that holds the lock, or did and can take it again. */
interface Held {
  database: Database
  /** Device and inode of the file that it locks. */
  identity: string
}

/**
 * Runs `work` while holding the lock at `path` (made with mode 0600 when missing; its folder must exist).
 *
 * @param waitMs  how long to wait for other holders, in this process or another
 * @returns what `work` gave, or `undefined` when the lock could not be had in time. Throws what the file system refuses.
 */
export async function whileLocked<Value>(path: string, waitMs: number, work: () => Promise<Value>): Promise<{ value: Value } | undefined> {
  const deadline = performance.now() + waitMs
  const previous = tails.get(path)
  let endTurn = (): void => undefined
  const turn = new Promise<void>(resolve => {
    endTurn = resolve
  })
  const tail = previous?.then(() => turn) ?? turn
  tails.set(path, tail)
  try {
    if (previous && !(await settledInTime(previous, waitMs))) return undefined
    const held = await acquire(path, deadline, waitMs / PART_OF_TIME)
    if (!held) return undefined
    try {
      return { value: await work() }
    } finally {
      release(path, held)
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

async function acquire(path: string, deadline: number, longestPauseMs: number): Promise<Held | undefined> {
  const since = performance.now()
  let connection = unused(path)
  for (;;) {
    connection ??= await connect(path)
    const answer = connection === undefined ? 'busy' : await take(path, connection)
    if (answer === 'held') return connection
    if (answer === 'lost') connection = undefined
    const now = performance.now()
    if (now > deadline) break
    const wanted = Math.min(longestPauseMs, (now - since) / PART_OF_WAIT, (deadline - now) / PART_OF_TIME_LEFT)
    await sleep(Math.random() * Math.max(SHORTEST_PAUSE_MS, wanted))
  }
  connection?.database.close()
  return undefined
}

// Windows deletes no folder in which we have a file open.
const mayStayOpen = process.platform !== 'win32'

function release(path: string, held: Held): void {
  if (!mayStayOpen) {
    held.database.close()
    return
  }
  held.database.exec('ROLLBACK')
  const timer = setTimeout(() => {
    idle.delete(path)
    held.database.close()
  }, IDLE_MS).unref()
  idle.set(path, { held, timer })
}

function unused(path: string): Held | undefined {
  const kept = idle.get(path)
  if (!kept) return undefined
  idle.delete(path)
  clearTimeout(kept.timer)
  return kept.held
}

async function connect(path: string): Promise<Held | undefined> {
  const DriverClass = await loadDriver()
  const identity = await makeLockFile(path)
  if (identity === undefined) return undefined
  const database = new DriverClass(path)
  const answer = attempt(database, () => {
    // Never wait inside SQLite: it would stop the whole process.
    database.pragma('busy_timeout = 0')
    // Nothing is ever written: no journal beside the file, and none that a full disk has no room for.
    database.pragma('journal_mode = MEMORY')
  })
  if (answer === 'done') return { database, identity }
  await drop(path, database, answer)
  return undefined
}

/** `busy`: the connection may try again. `lost`: it is closed, since its file isn't the lock any more. */
async function take(path: string, { database, identity }: Held): Promise<'held' | 'busy' | 'lost'> {
  const answer = attempt(database, () => database.exec('BEGIN EXCLUSIVE'))
  // Whoever deleted the file while we took it holds another lock by now: ours would guard nothing.
  if (answer !== 'junk' && identityOf(path) === identity) return answer === 'done' ? 'held' : 'busy'
  await drop(path, database, answer)
  return 'lost'
}

async function drop(path: string, database: Database, answer: 'done' | 'busy' | 'junk'): Promise<void> {
  database.close()
  if (answer === 'junk') await rm(path, { force: true })
}

async function makeLockFile(path: string): Promise<string | undefined> {
  try {
    // `wx` only: closing a descriptor of an existing lock file would drop this process's own lock on it (POSIX).
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  return identityOf(path)
}

/** Synchronous as SQLite's own calls are, and as quick. `undefined` where there is none, or nobody may look. */
function identityOf(path: string): string | undefined {
  try {
    return identityIn(statSync(path, { bigint: true }))
  } catch {
    return undefined
  }
}

/** `busy`: another holder. `junk`: somebody wrote something else into the file. */
function attempt(database: Database, work: () => void): 'done' | 'busy' | 'junk' {
  try {
    work()
    return 'done'
  } catch (error) {
    const code = errorCode(error)
    if (code === 'SQLITE_NOTADB') return 'junk'
    if (code?.startsWith('SQLITE_BUSY') || code?.startsWith('SQLITE_CANTOPEN')) return 'busy'
    database.close()
    throw error
  }
}
