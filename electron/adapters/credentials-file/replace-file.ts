import { randomUUID } from 'node:crypto'
import { constants, renameSync, statSync, type Stats } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './file-failure.ts'
import { openPatiently, type OpenAt, type OpenFile } from './open-file.ts'

/** What a new file takes over from the one it replaces. */
export interface Heritage {
  /** The permission bits of its owner; those of others are never taken over. */
  mode: number
  /** The group's id, or `undefined` to leave it to the system. */
  groupId: number | undefined
}

export const PRIVATE: Heritage = { mode: 0o600, groupId: undefined }

/** Creates the file itself, and refuses to go through whatever somebody planted under its name. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

const TEMPORARY = /^\.(.+)\.\d+\.[0-9a-f]{24}\.tmp$/

/** The name of a temporary file beside `path`. */
export function temporaryName(path: string): string {
  const random = randomUUID().replaceAll('-', '').slice(0, 24)
  return `.${basename(path)}.${String(process.pid)}.${random}.tmp`
}

/** Whether a name is one that {@link temporaryName} gave for this file. */
export function isTemporaryOf(name: string, path: string): boolean {
  return TEMPORARY.exec(name)?.[1] === basename(path)
}

/** What must still be so when all is on disk and nothing has changed yet; where it isn't, nothing will. */
export interface Guard {
  /** Asked first; may take its time. */
  look(): Promise<boolean>
  /** Asked in the same breath as the rename. */
  lookAgain(): boolean
}

const UNGUARDED: Guard = { look: () => Promise.resolve(true), lookAgain: () => true }

/**
 * Replaces a file: afterwards it holds all of `bytes`, or, when this throws, exactly what it held before, and nothing is
 * left beside it. Readers see the one or the other at every instant.
 *
 * @param path  the file itself, no link
 * @returns whether the file was replaced, and not by somebody else a moment later
 */
export async function replaceFile(
  path: string, folder: string, bytes: Uint8Array, heritage: Heritage, platform: NodeJS.Platform, guard: Guard = UNGUARDED, open: OpenAt = openPatiently,
): Promise<boolean> {
  const written = join(folder, temporaryName(path))
  const ready = join(folder, temporaryName(path))
  try {
    const inode = await writeNew(open, written, bytes, heritage, platform)
    const isRenamed = (await guard.look()) && (platform === 'win32' ? await renamePatiently(written, path, guard) : renameAtOnce(written, ready, path, guard))
    if (!isRenamed) {
      await removeAll([written, ready])
      return false
    }
    await syncFolder(folder, platform)
    return isStill(path, inode)
  } catch (error) {
    await removeAll([written, ready]).catch(() => undefined)
    throw error
  }
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true })
}

/**
 * Synchronous, unlike all else here: every step through the event loop is a time in which somebody's own file could be
 * put in place, and be lost under ours. It is two renames and a look on a local disk, some thirty microseconds.
 *
 * The first rename only waits: while another program's rename is going on in this folder, a look would still show the
 * file that it replaces.
 */
function renameAtOnce(written: string, ready: string, path: string, guard: Guard): boolean {
  renameSync(written, ready)
  if (!guard.lookAgain()) return false
  renameSync(ready, path)
  return true
}

async function renamePatiently(from: string, to: string, guard: Guard): Promise<boolean> {
  if (!guard.lookAgain()) return false
  await renameOver(() => rename(from, to), 'win32')
  return true
}

function isStill(path: string, inode: number): boolean {
  try {
    return statSync(path).ino === inode
  } catch {
    return false
  }
}

async function writeNew(open: OpenAt, path: string, bytes: Uint8Array, heritage: Heritage, platform: NodeJS.Platform): Promise<number> {
  const file = await open(path, NEW_FILE, 0o600)
  try {
    await file.writeFile(bytes)
    const written = await file.stat()
    if (written.size !== bytes.length) throw Object.assign(new Error('cut short'), { code: 'ENOSPC' })
    if (platform !== 'win32') await inherit(file, written, heritage)
    await file.sync()
    return written.ino
  } finally {
    await file.close()
  }
}

async function inherit(file: OpenFile, { mode, gid, uid }: Stats, heritage: Heritage): Promise<void> {
  const wanted = (heritage.mode & 0o700) | 0o600
  // An umask may have taken bits of ours, too.
  if ((mode & 0o777) !== wanted) await file.chmod(wanted)
  if (heritage.groupId === undefined || heritage.groupId === gid) return
  try {
    await file.chown(uid, heritage.groupId)
  } catch (error) {
    // Only members may give a file to a group. The group has no rights on it anyway.
    if (errorCode(error) !== 'EPERM') throw error
  }
}

const FIRST_RETRY_MS = 10
const LONGEST_RETRY_MS = 200
const RETRY_FOR_MS = 3000
const HELD_OPEN = new Set(['EPERM', 'EACCES', 'EBUSY'])

/**
 * Renames, and on Windows tries again for 3 seconds while another program (a reader, a virus scanner) holds the target
 * open without sharing it.
 */
export async function renameOver(attempt: () => Promise<void>, platform: NodeJS.Platform, pause: (ms: number) => Promise<unknown> = sleep): Promise<void> {
  let waited = 0
  for (let next = FIRST_RETRY_MS; ; next = Math.min(next * 2, LONGEST_RETRY_MS)) {
    try {
      await attempt()
      return
    } catch (error) {
      if (platform !== 'win32' || waited >= RETRY_FOR_MS || !HELD_OPEN.has(errorCode(error) ?? '')) throw error
    }
    await pause(next)
    waited += next
  }
}

/**
 * The new name is on disk only when the folder is (POSIX; Windows has no such call). By then every reader sees the new
 * file, so a folder that can't be synced is no failure: a power cut may bring the old one back, whole.
 *
 * Each step goes by another thread. A program that had opened the old file to empty it, and waited for the disk as we did,
 * comes to it in that time, and what it writes is found there.
 */
async function syncFolder(folder: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === 'win32') return
  try {
    const handle = await openPatiently(folder, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error
  }
}
