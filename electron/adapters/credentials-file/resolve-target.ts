import { statSync, type Stats } from 'node:fs'
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
 * @param near  where it led a moment ago, on a disk of this computer
 */
export async function resolveTarget(path: string, near?: Target): Promise<Outcome<Target, PublicationFailure>> {
  try {
    return succeed(stillThere(path, near) ?? (await follow(path, 0)))
  } catch (error) {
    return fail(fileFailure(error, path))
  }
}

/** The same file by the same way needs no walking of the way. */
function stillThere(path: string, near: Target | undefined): Target | undefined {
  if (near?.stats === undefined) return undefined
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.ino === near.stats.ino && stats.dev === near.stats.dev ? { ...near, stats } : undefined
}

async function follow(path: string, links: number): Promise<Target> {
  try {
    const real = await realpath(path)
    // Whoever could walk there a moment ago is answered at once.
    return { path: real, folder: dirname(real), stats: statSync(real) }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || links >= MOST_LINKS) throw error
  }
  const folder = await realpath(dirname(path))
  const dangling = await linkAt(path)
  if (dangling !== undefined) return follow(resolve(folder, dangling), links + 1)
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
