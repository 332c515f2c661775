import type { AppState } from '../../../shared/app-state.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { Finding } from '../../../shared/doctor.ts'
import { failed, found } from './findings.ts'
import type { FileFacts, FolderFacts } from './ports.ts'

/** Bits that let anybody but the owner in. */
const OF_OTHERS = 0o077

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0')

/** The file itself: where it is, and whether it can be read at all. */
export function judgeFile(facts: FileFacts): Finding {
  const { path, refusedVariable } = facts
  if (facts.failure !== undefined) return failed('file', 'broken', facts.failure, { remedy: 'showFile' })
  if (refusedVariable !== undefined) return found('file', 'look', 'file_variable_refused', { path, variable: refusedVariable })
  if (facts.isMounted) return found('file', 'look', 'file_is_mounted', { path })
  if (facts.isOnShare) return found('file', 'look', 'file_on_share', { path })
  if (facts.target !== undefined) return found('file', 'fine', 'file_is_link', { path, target: facts.target }, { remedy: 'showFile' })
  if (!facts.exists) return found('file', 'fine', 'file_absent', { path })
  return found('file', 'fine', 'file_there', { path }, { remedy: 'showFile' })
}

/** Who may read the tokens in it. */
export function judgePermissions({ exists, isOurs, mode }: FileFacts): Finding {
  if (!exists) return found('permissions', 'fine', 'permissions_no_file')
  if (!isOurs) return found('permissions', 'broken', 'permissions_not_ours', {}, { remedy: 'showFile' })
  // Windows keeps access lists instead of a mode; the folder got its own when we made it.
  if (mode === undefined) return found('permissions', 'limit', 'permissions_by_system')
  if ((mode & OF_OTHERS) === 0) return found('permissions', 'fine', 'permissions_private', { mode: octal(mode) })
  return found('permissions', 'broken', 'permissions_open', { mode: octal(mode) }, { remedy: 'makePrivate' })
}

/** Whether other tools find in it what we wrote: those that read like AWS' parsers give up on a whole file over one line. */
export function judgeReaders(facts: FileFacts, connections: AppState['connections']): Finding {
  if (facts.unreadableLine !== undefined) return found('readers', 'broken', 'readers_stop', { line: facts.unreadableLine }, { remedy: 'showFile' })
  const troubled = connections.find(({ publication }) => publication.kind === 'failed' || publication.kind === 'changedOutside')
  if (troubled !== undefined) return judgePublication(troubled)
  const written = connections.filter(({ publication }) => publication.kind === 'written').length
  return written === 0 ? found('readers', 'fine', 'readers_no_section') : found('readers', 'fine', 'readers_agree', { count: written })
}

function judgePublication({ id, publication, profile }: Connection): Finding {
  const more = { remedy: 'writeAgain', connectionId: id } as const
  if (publication.kind === 'failed') return failed('readers', 'broken', publication.failure, more)
  return found('readers', 'broken', 'readers_changed', { profile }, more)
}

/** Our own folders, which hold sealed sessions, consents and the log. */
export function judgeFolders(folders: readonly FolderFacts[]): Finding {
  if (folders.every(({ mode }) => mode === undefined)) return found('folders', 'limit', 'folders_by_system')
  const open = folders.filter(({ mode, isOurs }) => !isOurs || ((mode ?? 0) & OF_OTHERS) !== 0)
  if (open.length === 0) return found('folders', 'fine', 'folders_private', { count: folders.length })
  return found('folders', 'look', 'folders_open', { folder: open[0]?.path ?? '', more: open.length - 1 }, { remedy: 'makePrivate' })
}
