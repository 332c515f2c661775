import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepFolderPrivate, thisMachine } from '../../../electron/adapters/credentials-file/private-folder.ts'
import type { FileNotice } from '../../../electron/core/credentials/ports.ts'

let home = ''
const notices: FileNotice[] = []
const tell = (notice: FileNotice) => notices.push(notice)

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-folder-'))
  notices.length = 0
})
afterEach(() => rm(home, { recursive: true, force: true }))

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('the folder of the file', () => {
  test.each([0o000, 0o022, 0o077, 0o277])('is made for its user alone, whatever the umask is (%o)', async umask => {
    const before = process.umask(umask)
    try {
      expect(await keepFolderPrivate(join(home, '.cerby'), thisMachine(), tell)).toEqual({ ok: true, value: null })
    } finally {
      process.umask(before)
    }
    expect(await modeOf(join(home, '.cerby'))).toBe('700')
    expect(notices).toEqual([])
  })

  test('is closed to others where they could enter it, and the person hears so', async () => {
    await chmod(home, 0o775)
    await keepFolderPrivate(home, thisMachine(), tell)
    expect(await modeOf(home)).toBe('700')
    expect(notices).toEqual([{ code: 'made_private', path: home, modeBefore: '0775' }])
  })

  test('must have a parent', async () => {
    const folder = join(home, 'no', '.cerby')
    expect(await keepFolderPrivate(folder, thisMachine(), tell)).toEqual({ ok: false, failure: { code: 'parent_missing', path: folder } })
  })

  test('must be a folder: a file in its place keeps its mode', async () => {
    const folder = join(home, '.cerby')
    await writeFile(folder, '', { mode: 0o644 })
    await chmod(folder, 0o644)
    expect(await keepFolderPrivate(folder, thisMachine(), tell)).toEqual({ ok: false, failure: { code: 'parent_missing', path: folder } })
    expect(await modeOf(folder)).toBe('644')
    expect(notices).toEqual([])
  })

  test('must be ours', async () => {
    const machine = { ...thisMachine(), userId: 424242 }
    expect(await keepFolderPrivate(home, machine, tell)).toEqual({ ok: false, failure: { code: 'not_ours', path: home } })
    expect(await modeOf(home)).toBe('700')
  })

  test('on Windows is left to its user and the system, granted before anything is taken away', async () => {
    const runs: string[][] = []
    const run = (program: string, args: readonly string[]) => {
      runs.push([program.split('\\').at(-1) ?? '', ...args])
      return Promise.resolve('"acme\\ada","S-1-5-21-1-2-3-1001"\r\n')
    }
    const folder = join(home, '.cerby')
    const machine = { platform: 'win32', userId: undefined, run } as const
    await keepFolderPrivate(folder, machine, tell)
    expect(runs).toEqual([
      ['whoami.exe', '/user', '/fo', 'csv', '/nh'],
      ['icacls.exe', folder, '/grant:r', '*S-1-5-21-1-2-3-1001:(OI)(CI)F', '*S-1-5-18:(OI)(CI)F', '/q'],
      ['icacls.exe', folder, '/inheritance:r', '/q'],
    ])
    await keepFolderPrivate(folder, machine, tell)
    expect(runs).toHaveLength(3)
  })
})
