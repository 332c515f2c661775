import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { FileNotice } from '../../core/credentials/ports.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { errorCode, fileFailure } from './file-failure.ts'

/** Runs a program of the operating system and gives what it printed; rejects when it fails. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>

const execute = promisify(execFile)

/** The machine as these files see it: which system, and who we are on it. */
export interface Machine {
  platform: NodeJS.Platform
  /** The user's numeric id; `undefined` on Windows. */
  userId: number | undefined
  run: RunProgram
}

/** The machine that we run on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    userId: process.getuid?.(),
    run: async (program, args) => (await execute(program, [...args], { windowsHide: true, timeout: 10_000 })).stdout,
  }
}

/**
 * Makes the file's own folder, readable by nobody else, or closes it to others where it is there already. Its parent
 * must exist.
 *
 * `not_ours` where the folder belongs to another user.
 */
export async function keepFolderPrivate(folder: string, machine: Machine, tell: (notice: FileNotice) => void): Promise<Outcome<null, PublicationFailure>> {
  try {
    const isNew = await makeFolder(folder)
    if (machine.platform === 'win32') {
      if (isNew) await restrictOnWindows(folder, machine.run)
      return succeed(null)
    }
    const stats = statSync(folder)
    if (!stats.isDirectory()) return fail({ code: 'parent_missing', path: folder })
    const { uid, mode } = stats
    if (machine.userId !== undefined && uid !== machine.userId) return fail({ code: 'not_ours', path: folder })
    if ((mode & 0o777) === 0o700) return succeed(null)
    await chmod(folder, 0o700)
    if (!isNew && (mode & 0o077) !== 0) tell({ code: 'made_private', path: folder, modeBefore: (mode & 0o777).toString(8).padStart(4, '0') })
    return succeed(null)
  } catch (error) {
    return fail(fileFailure(error, folder))
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  if (statSync(folder, { throwIfNoEntry: false })) return false
  try {
    await mkdir(folder, { mode: 0o700 })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

const SYSTEM = 'S-1-5-18'

/**
 * Leaves a new folder to its user and the system, with all that will stand in it: a mode means nothing on Windows.
 *
 * Rights are granted before the inherited ones go, or we could lock ourselves out between the two. Identifiers stand
 * for names, which every language of Windows spells otherwise.
 */
async function restrictOnWindows(folder: string, run: RunProgram): Promise<void> {
  const user = /S-1-[0-9-]+/.exec(await run(systemProgram('whoami'), ['/user', '/fo', 'csv', '/nh']))?.[0]
  if (user === undefined) return
  await run(systemProgram('icacls'), [folder, '/grant:r', `*${user}:(OI)(CI)F`, `*${SYSTEM}:(OI)(CI)F`, '/q'])
  await run(systemProgram('icacls'), [folder, '/inheritance:r', '/q'])
}

// SECURITY: by its full path, so that no program of that name earlier on PATH runs with our rights.
function systemProgram(name: string): string {
  return `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\${name}.exe`
}
