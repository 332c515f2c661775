import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ChangedMeanwhile, Consent, CredentialsFile, FileNotice, FileReading } from '../../core/credentials/ports.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { makeConsents, type Consents } from './consents.ts'
import type { CredentialsPath } from './credentials-path.ts'
import { errorCode, fileFailure } from './file-failure.ts'
import { identityIn } from './file-identity.ts'
import { whileLocked } from './file-lock.ts'
import { finishInterrupted, journalBeside } from './in-place.ts'
import { isMountPoint } from './mount-point.ts'
import { isOnNetworkShare } from './network-share.ts'
import { keepFolderPrivate, type Machine } from './private-folder.ts'
import { openAtOnce, openPatiently } from './open-file.ts'
import { bytesOf, MOST_BYTES, readFileAt, unreadableKind, type LastRead } from './read-file.ts'
import { overwriteTarget, replaceTarget } from './replace-target.ts'
import { resolveTarget, type Target } from './resolve-target.ts'
import { sweep } from './sweep.ts'
import { watchFile } from './watch-file.ts'

export interface CredentialsFileOptions extends CredentialsPath {
  /** A folder of our own on this machine, for consents, and for locks that can't stand beside the file. */
  localFolder: string
  machine: Machine
  tell?: (notice: FileNotice) => void
}

/** How long a writer waits for another one of ours, in milliseconds. */
const LOCK_WAIT_MS = 5000

/** The credentials file on this machine's disk. Nothing is touched before the first write. */
export function makeCredentialsFile(options: CredentialsFileOptions): CredentialsFile {
  const { path } = options
  const place: Place = {
    ...options,
    tell: options.tell ?? (() => undefined),
    consents: makeConsents(join(options.localFolder, 'file-consents.json'), options.machine.platform),
  }
  return {
    path,
    read: () => readFileAt(path, place.near, place),
    replace: (basis, text) => replace(place, basis, text),
    whileLocked: work => lockedWork(place, work),
    sweep: () => sweepAll(place),
    allow: consent => place.consents.give(path, consent),
    changes: () => watchFile(path, options.machine),
  }
}

interface Place extends CredentialsFileOptions, LastRead {
  tell: (notice: FileNotice) => void
  consents: Consents
  /** The file whose lock we hold, where it lies on a disk of this computer. */
  near?: Target | undefined
  /** Where the last folder lies that was asked about. */
  location?: { folder: string; isShare: boolean }
}

/** Whether a folder lies on a network share: asked once, as long as it is the same folder. */
async function isShare(place: Place, folder: string): Promise<boolean> {
  const identity = identityIn(statSync(folder, { bigint: true }))
  if (place.location?.folder !== identity) {
    place.location = { folder: identity, isShare: await isOnNetworkShare(folder, place.machine.platform, place.machine.run) }
  }
  return place.location.isShare
}

const mayDo = (place: Place, consent: Consent): Promise<boolean> => place.consents.has(place.path, consent)

/** A file of our own that belongs to this path, in our local folder. */
async function localFile(place: Place, ending: string): Promise<string> {
  await mkdir(place.localFolder, { recursive: true, mode: 0o700 })
  return join(place.localFolder, `${createHash('sha256').update(place.path).digest('hex').slice(0, 16)}.${ending}`)
}

/** The file, where it may be written at all. */
async function writableTarget(place: Place): Promise<Outcome<Target, PublicationFailure>> {
  const target = await resolveTarget(place.path, place.near)
  if (!target.ok) return target
  const wrong = unreadableKind(target.value, place.path) ?? unwritable(target.value, place)
  return wrong ? fail(wrong) : target
}

function unwritable({ stats }: Target, { path, machine }: Place): PublicationFailure | undefined {
  if (!stats) return undefined
  if (machine.userId !== undefined && stats.uid !== machine.userId) return { code: 'not_ours', path }
  // A rename needs no right on the file, but whoever took the right to write away from it meant it.
  return (stats.mode & 0o200) === 0 ? { code: 'read_only', path } : undefined
}

async function lockedWork<Value, Failure>(place: Place, work: () => Promise<Outcome<Value, Failure>>): Promise<Outcome<Value, Failure | PublicationFailure>> {
  if (place.isDefault) {
    const kept = await keepFolderPrivate(dirname(place.path), place.machine, place.tell)
    if (!kept.ok) return kept
  }
  const writable = await writableTarget(place)
  if (!writable.ok) return writable
  const target = writable.value
  try {
    const isFar = await isShare(place, target.folder)
    if (isFar && !(await mayDo(place, 'network_share'))) return fail({ code: 'network_share', path: place.path })
    const lock = isFar ? await localFile(place, 'lock') : `${target.path}.lock`
    return await lockAt(lock, place, async () => {
      place.near = isFar ? undefined : target
      try {
        return await work()
      } finally {
        place.near = undefined
      }
    })
  } catch (error) {
    return lockElsewhere(place, target, error, work)
  }
}

async function lockAt<Value, Failure>(lock: string, place: Place, work: () => Promise<Outcome<Value, Failure>>): Promise<Outcome<Value, Failure | PublicationFailure>> {
  const held = await whileLocked(lock, LOCK_WAIT_MS, work)
  return held ? held.value : fail({ code: 'lock_held', path: place.path })
}

const SQLITE_CODES: Readonly<Record<string, PublicationFailure['code'] & ('read_only' | 'disk_full' | 'network_share')>> = {
  SQLITE_READONLY: 'read_only',
  SQLITE_FULL: 'disk_full',
  // The file system knows no locks.
  SQLITE_IOERR_LOCK: 'network_share',
  SQLITE_IOERR_RDLOCK: 'network_share',
}

/** A single mounted file often lies in a folder where nothing can be made: then the lock stands in our own folder. */
async function lockElsewhere<Value, Failure>(
  place: Place, target: Target, error: unknown, work: () => Promise<Outcome<Value, Failure>>,
): Promise<Outcome<Value, Failure | PublicationFailure>> {
  const code = errorCode(error)
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    if (!target.stats || !(await isMountPoint(target.path))) return fail(await folderNamed(place, target, fileFailure(error, place.path)))
    if (!(await mayDo(place, 'in_place'))) return fail({ code: 'mounted_file', path: place.path })
    return lockAt(await localFile(place, 'lock'), place, work)
  }
  const known = Object.entries(SQLITE_CODES).find(([prefix]) => code?.startsWith(prefix))?.[1]
  return fail(known ? { code: known, path: place.path } : fileFailure(error, place.path))
}

async function replace(place: Place, basis: FileReading, text: string): Promise<Outcome<null, PublicationFailure | ChangedMeanwhile>> {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length > MOST_BYTES) return fail({ code: 'too_large', path: place.path })
  const writable = await writableTarget(place)
  if (!writable.ok) return writable
  const written = await write(place, writable.value, basis, bytes)
  if (written.ok) place.last = { bytes, reading: { text, exists: true } }
  return written
}

async function write(place: Place, target: Target, basis: FileReading, bytes: Buffer): Promise<Outcome<null, PublicationFailure | ChangedMeanwhile>> {
  const { path, machine: { platform } } = place
  const before = bytesOf(place, basis)
  if (target.stats && (await mayDo(place, 'in_place')) && (await isMountPoint(target.path))) {
    return overwriteTarget(path, target, before, bytes, await journals(place, target), platform)
  }
  const replaced = await replaceTarget(path, target, basis.exists ? before : undefined, bytes, platform, place.near ? openAtOnce : openPatiently)
  if (replaced.ok && target.stats) noteMode(place, target.stats.mode)
  return replaced.ok || replaced.failure.code === 'changed_meanwhile' ? replaced : fail(await folderNamed(place, target, replaced.failure))
}

/** A folder of ours that may not be written is read-only; one of others gives us no permission. */
async function folderNamed(place: Place, target: Target, failure: PublicationFailure): Promise<PublicationFailure> {
  if (failure.code !== 'no_permission') return failure
  const { uid, mode } = statSync(target.folder)
  return uid === place.machine.userId && (mode & 0o200) === 0 ? { code: 'read_only', path: place.path } : failure
}

function noteMode(place: Place, mode: number): void {
  if (place.machine.platform === 'win32' || (mode & 0o077) === 0) return
  place.tell({ code: 'made_private', path: place.path, modeBefore: (mode & 0o777).toString(8).padStart(4, '0') })
}

const journals = async (place: Place, target: Target): Promise<string[]> => [journalBeside(target.path), await localFile(place, 'unfinished')]

async function sweepAll(place: Place): Promise<number> {
  const target = await resolveTarget(place.path)
  if (!target.ok) return 0
  const swept = await lockedWork(place, async () => {
    const { path, folder } = target.value
    let count = (await unlessRefused(() => sweep(path, folder))) ?? 0
    for (const journal of await journals(place, target.value)) {
      count += (await unlessRefused(() => sweep(journal, dirname(journal)))) ?? 0
      const isFinished = await unlessRefused(() => finishInterrupted(path, journal))
      if (isFinished === true) place.tell({ code: 'interrupted_write_finished', path: place.path })
    }
    return succeed(count)
  })
  if (!swept.ok) return 0
  if (swept.value > 0) place.tell({ code: 'swept', count: swept.value })
  return swept.value
}

/** What the system refuses now (a mount became read-only) keeps nobody from the rest, and is tried again at the next start. */
async function unlessRefused<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}
