import { setTimeout as sleep } from 'node:timers/promises'
import type { FileReading } from '../../core/credentials/ports.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { errorCode, fileFailure } from './file-failure.ts'
import { openAtOnce, openPatiently, READ_FILE, type OpenFile } from './open-file.ts'
import { resolveTarget, type Target } from './resolve-target.ts'

/** The largest file that is read or written, in bytes. */
export const MOST_BYTES = 1024 * 1024

const LINE_FEED = 10
const SETTLE_MS = 15
/** How long after a change an unfinished file may still be in somebody's hands. */
const FRESH_MS = 1000

/** The last bytes that were read or written, and what they say: decoded once as long as nobody changes them. */
export interface LastRead {
  last?: { bytes: Buffer; reading: FileReading }
}

/** The bytes of a reading, where it is the last one not encoded again. */
export function bytesOf({ last }: LastRead, reading: FileReading): Buffer {
  return last?.reading === reading ? last.bytes : Buffer.from(reading.text, 'utf8')
}

/** What the file still holds, and ends as a finished one does, needs no room for all its bytes again. */
async function lastOrSettled(memory: LastRead, file: OpenFile, path: string): Promise<Outcome<FileReading, PublicationFailure>> {
  const { last } = memory
  const isLast = last?.bytes.at(-1) === LINE_FEED && (await holds(file, last.bytes))
  return isLast ? succeed(last.reading) : lastOrDecoded(memory, await settledBytes(file), path)
}

function lastOrDecoded(memory: LastRead, bytes: Buffer, path: string): Outcome<FileReading, PublicationFailure> {
  if (memory.last?.bytes.equals(bytes)) return succeed(memory.last.reading)
  const reading = decoded(bytes, path)
  if (reading.ok) memory.last = { bytes, reading: reading.value }
  return reading
}

/**
 * Reads the file behind `path`; a file that isn't there reads as an empty one that doesn't exist.
 *
 * @param near  as {@link resolveTarget} has it: whoever gives it is answered at once
 */
export async function readFileAt(path: string, near?: Target, memory: LastRead = {}): Promise<Outcome<FileReading, PublicationFailure>> {
  const target = await resolveTarget(path, near)
  if (!target.ok) return target.failure.code === 'parent_missing' ? succeed({ text: '', exists: false }) : target
  if (!target.value.stats) return succeed({ text: '', exists: false })
  const wrong = unreadableKind(target.value, path)
  if (wrong) return fail(wrong)
  try {
    const file = await (near ? openAtOnce : openPatiently)(target.value.path, READ_FILE)
    try {
      return near ? await lastOrSettled(memory, file, path) : lastOrDecoded(memory, await settledBytes(file), path)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return succeed({ text: '', exists: false })
    return fail(fileFailure(error, path))
  }
}

/** What stands at a path but can't be read as a credentials file. */
export function unreadableKind({ stats }: Target, path: string): PublicationFailure | undefined {
  if (!stats) return undefined
  if (stats.isDirectory()) return { code: 'is_directory', path }
  if (!stats.isFile()) return { code: 'write_failed', path }
  return stats.size > MOST_BYTES ? { code: 'too_large', path } : undefined
}

/** The text of bytes, with its byte order mark; it prints back to the same bytes. */
export function decoded(bytes: Uint8Array, path: string): Outcome<FileReading, PublicationFailure> {
  if (bytes.length > MOST_BYTES) return fail({ code: 'too_large', path })
  try {
    return succeed({ text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), exists: true })
  } catch {
    return fail({ code: 'not_utf8', path })
  }
}

/** All bytes of an open file, from its start. */
export async function allBytes(file: Pick<OpenFile, 'read'> & { stat(): Promise<{ size: number }> | { size: number } }): Promise<Buffer> {
  const { size } = await file.stat()
  const bytes = Buffer.allocUnsafe(Math.min(size, MOST_BYTES) + 1)
  let length = 0
  for (;;) {
    const room = bytes.length - length
    const { bytesRead } = await file.read(bytes, length, room, length)
    length += bytesRead
    // A regular file gives less than what was asked for at its end alone.
    if (bytesRead < room || length > MOST_BYTES) return bytes.subarray(0, length)
    // It has grown since it was measured.
    if (length === bytes.length) return allBytes(file)
  }
}

const PART_BYTES = 64 * 1024

/** Whether an open file holds these bytes and nothing else. */
export async function holds(file: Pick<OpenFile, 'read'>, bytes: Buffer): Promise<boolean> {
  const part = Buffer.allocUnsafe(Math.min(bytes.length + 1, PART_BYTES))
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(part, 0, part.length, at)
    if (bytesRead === 0) return at === bytes.length
    if (!part.subarray(0, bytesRead).equals(bytes.subarray(at, at + bytesRead))) return false
    at += bytesRead
  }
}

/**
 * The bytes of a file that nobody is in the middle of writing.
 *
 * Programs that empty the file and then write it (`aws configure set` does) would otherwise be seen half way, and what
 * they are about to write would be lost by our replacing the file under them.
 */
export async function settledBytes(file: OpenFile): Promise<Buffer> {
  let bytes = await allBytes(file)
  while (await looksUnfinished(bytes, file)) {
    await sleep(SETTLE_MS)
    const again = await allBytes(file)
    if (again.equals(bytes) && bytes.length > 0) break
    bytes = again
  }
  return bytes
}

async function looksUnfinished(bytes: Buffer, file: OpenFile): Promise<boolean> {
  if (bytes.at(-1) === LINE_FEED) return false
  // A file knows its time to the microsecond, this clock to the millisecond: what was written just now lies ahead of it.
  return Math.abs(Date.now() - (await file.stat()).mtimeMs) < FRESH_MS
}
