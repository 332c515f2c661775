import { lstatSync, type BigIntStats } from 'node:fs'
import type { ChangedMeanwhile } from '../../core/credentials/ports.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { errorCode, fileFailure } from './file-failure.ts'
import { writeInPlace } from './in-place.ts'
import { READ_FILE, type OpenAt, type OpenFile } from './open-file.ts'
import { decoded, holds, settledBytes } from './read-file.ts'
import { PRIVATE, replaceFile } from './replace-file.ts'
import type { Target } from './resolve-target.ts'

type Replaced = Outcome<null, PublicationFailure | ChangedMeanwhile>

/**
 * Replaces the file while it still holds `before`; `undefined` where there was none.
 *
 * Other programs don't know our lock. What they write before our rename makes this `changed_meanwhile`; what they write
 * into the old file afterwards, having opened it before, comes back as `rescued`.
 *
 * @param path  how the person names the file, for failures
 */
export async function replaceTarget(path: string, target: Target, before: Buffer | undefined, bytes: Buffer, platform: NodeJS.Platform, open: OpenAt): Promise<Replaced> {
  let old: OpenFile | undefined
  try {
    old = await openOld(target, open)
    if ((old === undefined) !== (before === undefined)) return changed()
    const heritage = target.stats ? { mode: target.stats.mode, groupId: target.stats.gid } : PRIVATE
    let seen: string | undefined
    let stoodStill = false
    const isReplaced = await replaceFile(target.path, target.folder, bytes, heritage, platform, {
      async look() {
        seen = old && markOf(await old.stat({ bigint: true }))
        const isSame = !old || (await stillHolds(old, before))
        // Windows replaces no file that somebody, be it us, has open.
        if (platform === 'win32') old = await closed(old)
        return isSame
      },
      lookAgain() {
        stoodStill = markAt(target.path) === seen
        return stoodStill
      },
    }, open)
    if (!stoodStill) return changed()
    return (await lateWords(old, before)) ?? (isReplaced ? succeed(null) : changed())
  } catch (error) {
    return fail(isMountBusy(error, platform) ? { code: 'mounted_file', path } : fileFailure(error, path))
  } finally {
    // Nobody need wait for the end of a reader, which can lose nothing.
    void closed(old).catch(() => undefined)
  }
}

async function closed(file: OpenFile | undefined): Promise<undefined> {
  await file?.close()
}

const changed = (): Replaced => fail({ code: 'changed_meanwhile' })

// Linux and macOS refuse to rename over a mount point so; on Windows it only means that somebody has the file open.
const isMountBusy = (error: unknown, platform: NodeJS.Platform): boolean => platform !== 'win32' && errorCode(error) === 'EBUSY'

async function openOld(target: Target, open: OpenAt): Promise<OpenFile | undefined> {
  if (!target.stats) return undefined
  try {
    return await open(target.path, READ_FILE)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Changes with every write and every replacement. */
const markOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string => [dev, ino, size, mtimeNs, ctimeNs].join(':')

function markAt(path: string): string | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && markOf(stats)
}

const stillHolds = async (old: OpenFile, before: Buffer | undefined): Promise<boolean> => before !== undefined && holds(old, before)

async function lateWords(old: OpenFile | undefined, before: Buffer | undefined): Promise<Replaced | undefined> {
  if (!old || (await stillHolds(old, before))) return undefined
  const late = decoded(await settledBytes(old), '')
  return late.ok ? fail({ code: 'changed_meanwhile', rescued: late.value.text }) : undefined
}

/**
 * Writes into the file itself, for one that can't be replaced, where the person agreed.
 *
 * @param journals  where the journal may stand, the best place first
 */
export async function overwriteTarget(
  path: string, target: Target, before: Buffer, bytes: Buffer, journals: readonly string[], platform: NodeJS.Platform,
): Promise<Replaced> {
  let failure: PublicationFailure = { code: 'write_failed', path }
  for (const journal of journals) {
    try {
      const isWritten = await writeInPlace(target.path, journal, before, bytes, platform)
      return isWritten ? succeed(null) : changed()
    } catch (error) {
      failure = fileFailure(error, path)
      if (failure.code !== 'read_only' && failure.code !== 'no_permission') return fail(failure)
    }
  }
  return fail(failure)
}
