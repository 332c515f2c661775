import { chmod, lstat, stat } from 'node:fs/promises'
import type { FileFacts, FolderFacts } from '../../core/doctor/ports.ts'
import { unreadableLine } from '../../core/credentials/readable-by-tools.ts'
import { inSlices } from '../../core/credentials/slices.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { breathe } from '../clock/system-clock.ts'
import { fileFailure } from './file-failure.ts'
import { isMountPoint } from './mount-point.ts'
import { isOnNetworkShare } from './network-share.ts'
import type { Machine } from './private-folder.ts'
import { readFileAt } from './read-file.ts'
import { resolveTarget } from './resolve-target.ts'

/** How the credentials file stands on the disk, without changing anything. */
export async function inspectFile(path: string, machine: Machine, written: (path: string) => string): Promise<Omit<FileFacts, 'refusedVariable'>> {
  const target = await resolveTarget(path)
  const nothing = { path: written(path), target: undefined, exists: false, mode: undefined, isOurs: true, isMounted: false, isOnShare: false, failure: undefined, unreadableLine: undefined }
  if (!target.ok) return target.failure.code === 'parent_missing' ? nothing : { ...nothing, failure: namedShort(target.failure, written) }
  const { stats, folder } = target.value
  const reading = await readFileAt(path)
  const isLink = await lstat(path).then(entry => entry.isSymbolicLink(), () => false)
  return {
    ...nothing,
    target: isLink ? written(target.value.path) : undefined,
    exists: stats !== undefined,
    ...(stats === undefined ? {} : ownershipOf(stats, machine)),
    isMounted: stats !== undefined && (await isMountPoint(target.value.path)),
    isOnShare: await isOnNetworkShare(folder, machine.platform, machine.run),
    ...(reading.ok ? { unreadableLine: await inSlices(unreadableLine(reading.value.text), breathe) } : { failure: namedShort(reading.failure, written) }),
  }
}

/** How those of our folders stand that are there. */
export async function inspectFolders(folders: readonly string[], machine: Machine, written: (path: string) => string): Promise<FolderFacts[]> {
  const all = await Promise.all(folders.map(async folder => {
    const stats = await stat(folder).catch(() => undefined)
    return stats === undefined ? [] : [{ path: written(folder), ...ownershipOf(stats, machine) }]
  }))
  return all.flat()
}

/** Closes file and folders of ours to everybody else. What isn't there is left so. */
export async function makePrivate(file: string, folders: readonly string[], machine: Machine): Promise<Outcome<null, PublicationFailure>> {
  if (machine.platform === 'win32') return succeed(null)
  for (const [path, mode] of [...folders.map(folder => [folder, 0o700] as const), [file, 0o600] as const]) {
    try {
      const { uid } = await stat(path)
      if (uid !== machine.userId) return fail({ code: 'not_ours', path })
      await chmod(path, mode)
    } catch (error) {
      const failure = fileFailure(error, path)
      if (failure.code !== 'parent_missing') return fail(failure)
    }
  }
  return succeed(null)
}

function ownershipOf({ mode, uid }: { mode: number; uid: number }, { platform, userId }: Machine): { mode: number | undefined; isOurs: boolean } {
  return { mode: platform === 'win32' ? undefined : mode & 0o777, isOurs: userId === undefined || uid === userId }
}

function namedShort(failure: PublicationFailure, written: (path: string) => string): PublicationFailure {
  return { ...failure, path: written(failure.path) }
}
