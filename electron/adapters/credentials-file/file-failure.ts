import type { PublicationFailure } from '../../../shared/failures.ts'

type PathCode = Exclude<PublicationFailure['code'], 'unreadable_by_tools' | 'profile_taken'>

const CODES: Readonly<Record<string, PathCode>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EROFS: 'read_only',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
  EISDIR: 'is_directory',
  ENOENT: 'parent_missing',
  ENOTDIR: 'parent_missing',
  EXDEV: 'mounted_file',
}

/** The code of a system error, `undefined` for any other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Names what the operating system refused. What has no name of its own (EIO, EMFILE, ...) is `write_failed`; an error
 * that no system call gave is a bug and is thrown on.
 */
export function fileFailure(error: unknown, path: string): PublicationFailure {
  const code = errorCode(error)
  if (code === undefined) throw error
  return { code: CODES[code] ?? 'write_failed', path }
}
