import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printOf } from '../../../scripts/build/fresh.mjs'
import { held } from '../../../scripts/provide/held.mjs'
import { isInstalled } from '../../../scripts/provide/packages.mjs'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-tools-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the print of sources', () => {
  test('changes with a text, a name and a new file, and not with a time', async () => {
    await mkdir(join(folder, 'src'))
    await writeFile(join(folder, 'src', 'a.ts'), '1')
    const first = printOf(folder, ['src'])
    await utimes(join(folder, 'src', 'a.ts'), new Date(0), new Date(0))
    expect(printOf(folder, ['src'])).toBe(first)
    await writeFile(join(folder, 'src', 'a.ts'), '2')
    const second = printOf(folder, ['src'])
    await writeFile(join(folder, 'src', 'b.ts'), '')
    expect(new Set([first, second, printOf(folder, ['src']), printOf(folder, ['absent'])]).size).toBe(4)
  })
})

describe('a held lock', () => {
  test('lets one body run at a time', async () => {
    let inside = 0
    let most = 0
    const body = async (): Promise<void> => {
      inside += 1
      most = Math.max(most, inside)
      await Promise.resolve()
      inside -= 1
    }
    await Promise.all([1, 2, 3].map(() => held(join(folder, 'lock'), body)))
    expect(most).toBe(1)
  })

  test('is free again when its body fails', async () => {
    await expect(held(join(folder, 'lock'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await held(join(folder, 'lock'), () => Promise.resolve('yes'))).toBe('yes')
  })

  test('is taken over from a process that is gone', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid'])
    await writeFile(join(folder, 'lock'), stdout.trim())
    expect(await held(join(folder, 'lock'), () => Promise.resolve('mine'))).toBe('mine')
  })
})

describe('node_modules', () => {
  const wanted = { a: { version: '1.0.0', integrity: 'sha512-a' }, b: { version: '2.0.0', integrity: 'sha512-b', optional: true } }

  test.each([
    { says: 'is missing', present: undefined, gives: false },
    { says: 'is what the lock says', present: wanted, gives: true },
    { says: 'lacks what is for another kind of machine', present: { a: wanted.a }, gives: true },
    { says: 'lacks a package', present: { b: wanted.b }, gives: false },
    { says: 'has an older package', present: { ...wanted, a: { ...wanted.a, version: '0.9.0' } }, gives: false },
    { says: 'has another package under the same version', present: { ...wanted, a: { ...wanted.a, integrity: 'sha512-x' } }, gives: false },
  ])('$says: $gives', async ({ present, gives }) => {
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }))
    if (present !== undefined) {
      await mkdir(join(folder, 'node_modules'))
      await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: present }))
    }
    expect(isInstalled(folder)).toBe(gives)
  })
})
