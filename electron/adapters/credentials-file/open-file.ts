import { close, closeSync, constants, fchmodSync, fchownSync, fstatSync, fsync, openSync, readSync, writeSync, type BigIntStats, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

type Awaitable<Value> = Value | Promise<Value>

/** What is asked of an open file: a FileHandle of node:fs/promises is one. */
export interface OpenFile {
  stat(options: { bigint: true }): Awaitable<BigIntStats>
  stat(): Awaitable<Stats>
  read(buffer: Buffer, offset: number, length: number, position: number): Awaitable<{ bytesRead: number }>
  writeFile(bytes: Uint8Array): Awaitable<void>
  chmod(mode: number): Awaitable<void>
  chown(userId: number, groupId: number): Awaitable<void>
  sync(): Promise<void>
  close(): Awaitable<void>
}

export type OpenAt = (path: string, flags: number, mode?: number) => Awaitable<OpenFile>

export const READ_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Waits for the disk in another thread. */
export const openPatiently: OpenAt = open

const synced = promisify(fsync)
const closed = promisify(close)

/**
 * Answers at once, but for what takes time: a sync, the end of a replaced file. For a credentials file (1 MiB at most) on a disk of
 * this computer: there a call takes some microseconds, and the way to another thread and back ten times that.
 */
export const openAtOnce: OpenAt = (path, flags, mode) => {
  const file = openSync(path, flags, mode)
  function stat(options: { bigint: true }): BigIntStats
  function stat(): Stats
  function stat(options?: { bigint: true }): Stats | BigIntStats {
    return options === undefined ? fstatSync(file) : fstatSync(file, options)
  }
  return {
    stat,
    read: (buffer, offset, length, position) => ({ bytesRead: readSync(file, buffer, offset, length, position) }),
    writeFile(bytes) {
      // A disk that fills up takes a part, and refuses the rest.
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    },
    chmod: wanted => fchmodSync(file, wanted),
    chown: (userId, groupId) => fchownSync(file, userId, groupId),
    sync: () => synced(file),
    // With its last reader a file that has no name any more gives up its blocks, which may take a while.
    close: () => (fstatSync(file).nlink === 0 ? closed(file) : closeSync(file)),
  }
}
