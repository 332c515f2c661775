import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

/** The folder of a workspace: the database, its port, and what only its owner may read. Folder 0700, files 0600. */
export interface DataFolder {
  readonly path: string
  readonly databasePath: string
  readonly lockPath: string
  read(name: string): Promise<string | undefined>
  /** Whole file or no change: written beside, synced, renamed. */
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await chmod(path, 0o700)
  const at = (name: string) => join(path, name)
  return {
    path,
    databasePath: at('workspace.db'),
    lockPath: at('workspace.lock'),
    async read(name) {
      try {
        return await readFile(at(name), 'utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async write(name, text) {
      const temporary = at(`${name}.${randomUUID()}.tmp`)
      try {
        const file = await open(temporary, 'wx', 0o600)
        try {
          await file.writeFile(text, 'utf8')
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, at(name))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    remove: name => rm(at(name), { force: true }),
  }
}
