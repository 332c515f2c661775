import { readFile, stat } from 'node:fs/promises'
import { fail, succeed } from '../../../shared/outcome.ts'
import type { EnvFile } from '../../core/api-keys/ports.ts'
import type { Secret } from '../../core/secret.ts'
import { errorCode } from '../credentials-file/file-failure.ts'
import { PRIVATE, replaceFile } from '../credentials-file/replace-file.ts'
import { resolveTarget } from '../credentials-file/resolve-target.ts'
import { withVariable } from './env-line.ts'

const LARGEST_FILE = 1024 * 1024

/** Writes one variable into a .env file that the person chose. `choose` asks; undefined when they thought better of it. */
export function makeEnvFile(choose: () => Promise<string | undefined>): EnvFile {
  return {
    async save(variable, secret) {
      const path = await choose()
      if (path === undefined) return fail({ code: 'file_not_chosen' })
      const isWritten = await writeVariable(path, variable, secret).catch((error: unknown) => {
        if (errorCode(error) === undefined) throw error
        return false
      })
      return isWritten ? succeed({ path }) : fail({ code: 'env_file_failed', path })
    },
  }
}

/** Replaces the file whole: 0600 when it is new; else its owner's bits stay and those of others go, for it holds a key now. */
async function writeVariable(path: string, variable: string, secret: Secret): Promise<boolean> {
  const target = await resolveTarget(path)
  if (!target.ok) return false
  const { path: real, folder, stats } = target.value
  if (stats !== undefined && (!stats.isFile() || stats.size > LARGEST_FILE)) return false
  const before = stats === undefined ? '' : await textOf(real)
  const text = before === undefined ? undefined : withVariable(before, variable, secret.expose())
  if (text === undefined) return false
  const heritage = stats === undefined ? PRIVATE : { mode: stats.mode, groupId: stats.gid }
  const unchanged = async () => stats === undefined || (await stat(real)).mtimeMs === stats.mtimeMs
  return replaceFile(real, folder, Buffer.from(text, 'utf8'), heritage, process.platform, { look: unchanged, lookAgain: () => true })
}

/** The text, or undefined where it isn't UTF-8: other bytes could not be kept as they are. */
async function textOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

