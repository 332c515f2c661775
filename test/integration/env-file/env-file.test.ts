import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeEnvFile } from '../../../electron/adapters/env-file/env-file.ts'
import { Secret } from '../../../electron/core/secret.ts'

let home: string
let path: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-env-'))
  path = join(home, '.env')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const save = (chosen: string | undefined = path) => makeEnvFile(() => Promise.resolve(chosen)).save('CERBY_KEY', new Secret('crbk_live_x'))
const failed = (at = path) => ({ ok: false, failure: { code: 'env_file_failed', path: at } })

test('a new file is for its owner alone', async () => {
  expect(await save()).toEqual({ ok: true, value: { path } })
  expect(await readFile(path, 'utf8')).toBe('CERBY_KEY=crbk_live_x\n')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(home)).toEqual(['.env'])
})

test('an old file keeps its other lines and loses what others may do with it', async () => {
  await writeFile(path, '# mine\nA=1\nCERBY_KEY=old\n')
  await chmod(path, 0o644)
  expect(await save()).toMatchObject({ ok: true })
  expect(await readFile(path, 'utf8')).toBe('# mine\nA=1\nCERBY_KEY=crbk_live_x\n')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a link stays a link; its target is changed', async () => {
  await mkdir(join(home, 'dotfiles'))
  await writeFile(join(home, 'dotfiles', 'env'), 'A=1\n')
  await symlink(join('dotfiles', 'env'), path)
  expect(await save()).toMatchObject({ ok: true })
  expect((await lstat(path)).isSymbolicLink()).toBe(true)
  expect(await readFile(join(home, 'dotfiles', 'env'), 'utf8')).toBe('A=1\nCERBY_KEY=crbk_live_x\n')
})

test('whoever chooses no file is asked no more', async () => {
  expect(await makeEnvFile(() => Promise.resolve(undefined)).save('A', new Secret('x'))).toEqual({ ok: false, failure: { code: 'file_not_chosen' } })
})

test('a folder, a missing folder, bytes that are no text and a huge file are left alone', async () => {
  expect(await save(home)).toEqual(failed(home))
  expect(await save(join(home, 'nowhere', '.env'))).toEqual(failed(join(home, 'nowhere', '.env')))
  await writeFile(path, Buffer.of(0x41, 0xff, 0xfe))
  expect(await save()).toEqual(failed())
  expect(await readFile(path)).toEqual(Buffer.of(0x41, 0xff, 0xfe))
  await writeFile(path, 'x'.repeat(1024 * 1024 + 1))
  expect(await save()).toEqual(failed())
})
