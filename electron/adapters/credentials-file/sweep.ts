import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from './file-failure.ts'
import { isTemporaryOf } from './replace-file.ts'

/**
 * Deletes the temporary files of `path` in its folder. Whoever calls this holds the file's lock: no writer of ours is at
 * work then, so each of them was left by one that was killed, with a token in it.
 *
 * @returns how many there were
 */
export async function sweep(path: string, folder: string): Promise<number> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0
    throw error
  }
  const orphans = names.filter(name => isTemporaryOf(name, path))
  for (const name of orphans) await rm(join(folder, name), { force: true })
  return orphans.length
}
