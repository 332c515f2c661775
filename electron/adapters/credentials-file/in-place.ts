import { open, readFile, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { errorCode } from './file-failure.ts'
import { allBytes } from './read-file.ts'
import { PRIVATE, replaceFile } from './replace-file.ts'

/*
 * The way for a file that can't be replaced, since it is itself a mount point (a container's bind mount). It is written
 * where it lies, and only after the person agreed: a reader may see half of it for an instant. Both texts go into a
 * journal beside it first, so that a write that was cut off is finished at the next start, and a full disk gives the
 * old text back.
 */

const Journal = z.strictObject({ before: z.base64(), after: z.base64() })

/** The journal of a file, beside it. */
export const journalBeside = (path: string): string => join(dirname(path), `.${basename(path)}.unfinished`)

/**
 * Writes `after` over `before` in the file itself.
 *
 * Throws with the old text in place again, where that could be done; the journal stays where it could not.
 *
 * @param journal  where both texts stand while it is at work
 * @returns false, with nothing changed, where the file no longer holds `before`
 */
export async function writeInPlace(path: string, journal: string, before: Buffer, after: Buffer, platform: NodeJS.Platform): Promise<boolean> {
  const texts = JSON.stringify({ before: before.toString('base64'), after: after.toString('base64') })
  // Opened first: a file that may not be written leaves no journal, which holds a token.
  const file = await open(path, 'r+')
  try {
    await replaceFile(journal, dirname(journal), Buffer.from(texts), PRIVATE, platform)
    const isAsRead = (await allBytes(file)).equals(before)
    const failure = isAsRead ? await writeOrRestore(file, before, after) : undefined
    await rm(journal, { force: true })
    if (failure) throw failure
    return isAsRead
  } finally {
    await file.close()
  }
}

/** Gives the error of a write whose old text is back; throws where not even that could be done. */
async function writeOrRestore(file: FileHandle, before: Buffer, after: Buffer): Promise<Error | undefined> {
  try {
    await overwrite(file, before.length, after)
    return undefined
  } catch (error) {
    await overwrite(file, after.length, before)
    if (error instanceof Error) return error
    throw error
  }
}

async function overwrite(file: FileHandle, oldLength: number, bytes: Buffer): Promise<void> {
  // The room is taken first, by empty lines at the end: on a full disk this fails before any old byte is touched.
  if (bytes.length > oldLength) await writeAll(file, Buffer.alloc(bytes.length - oldLength, '\n'), oldLength)
  await writeAll(file, bytes, 0)
  await file.truncate(bytes.length)
  await file.sync()
  if (!(await allBytes(file)).equals(bytes)) throw Object.assign(new Error('read back something else'), { code: 'EIO' })
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/**
 * Finishes a write in place that was cut off. Leaves a file alone that somebody else has written since.
 *
 * @returns whether there was one to finish
 */
export async function finishInterrupted(path: string, journal: string): Promise<boolean> {
  const written = await bytesAt(journal)
  if (written === undefined) return false
  const texts = textsIn(written.toString('utf8'))
  const isCutOff = texts !== undefined && (await isLeftBetween(path, texts))
  if (isCutOff) await finish(path, texts.after)
  await rm(journal, { force: true })
  return isCutOff
}

/** What stands at a path; `undefined` where there is nothing. */
async function bytesAt(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

interface Texts {
  before: Buffer
  after: Buffer
}

/** Both texts of a journal; `undefined` where it makes no sense, and nothing can be finished by it. */
function textsIn(journal: string): Texts | undefined {
  const { data } = Journal.safeParse(parsed(journal))
  return data && { before: Buffer.from(data.before, 'base64'), after: Buffer.from(data.after, 'base64') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function isLeftBetween(path: string, { before, after }: Texts): Promise<boolean> {
  const now = await bytesAt(path)
  return now !== undefined && !now.equals(before) && !now.equals(after) && isMixture(now, before, after)
}

async function finish(path: string, after: Buffer): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await overwrite(file, (await file.stat()).size, after)
  } finally {
    await file.close()
  }
}

/** Whether each byte is one of the old text (grown by empty lines) or of the new one: nobody else wrote in between. */
function isMixture(now: Buffer, before: Buffer, after: Buffer): boolean {
  if (now.length > Math.max(before.length, after.length) || now.length < Math.min(before.length, after.length)) return false
  return now.every((byte, at) => byte === after[at] || byte === (before[at] ?? 10))
}
