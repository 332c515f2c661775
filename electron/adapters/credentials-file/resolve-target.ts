import { realpathSync, statSync, type Stats } from 'node:fs'
import { lstat, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { errorCode, fileFailure } from './file-failure.ts'

/** The file itself, behind every link, whether it is there or not. */
export interface Target {
  path: string
  folder: string
  /** `undefined` where there is no file yet. */
  stats: Stats | undefined
}

/** How many links may follow each other, as Linux counts them. */
const MOST_LINKS = 40

/**
 * Follows symlinks to the file that is to be read or replaced. A link that leads nowhere gives the place it names, so
 * that the link stays a link and its target comes into being.
 *
 * @param isNear  the whole way lies on a disk of this computer, and was walked a moment ago: no thread need wait for it
 */
export async function resolveTarget(path: string, isNear = false): Promise<Outcome<Target, PublicationFailure>> {
  try {
    return succeed(await follow(path, 0, isNear))
  } catch (error) {
    return fail(fileFailure(error, path))
  }
}

async function follow(path: string, links: number, isNear: boolean): Promise<Target> {
  try {
    const real = isNear ? realpathSync.native(path) : await realpath(path)
    // Whoever could walk there a moment ago is answered at once.
    return { path: real, folder: dirname(real), stats: statSync(real) }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || links >= MOST_LINKS) throw error
  }
  const folder = await realpath(dirname(path))
  const dangling = await linkAt(path)
  if (dangling !== undefined) return follow(resolve(folder, dangling), links + 1, isNear)
  return { path: join(folder, basename(path)), folder, stats: undefined }
}

async function linkAt(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
