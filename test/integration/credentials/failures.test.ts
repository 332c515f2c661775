import { execFile } from 'node:child_process'
import { chmod, chown, link, mkdir, readFile, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { thisMachine } from '../../../electron/adapters/credentials-file/private-folder.ts'
import { publication } from '../../support/credentials-memory.ts'
import { openPlace, withHome, type CredentialsPlace } from '../../support/credentials-place.ts'
import { startWriter } from '../../support/credentials-processes.ts'

const OTHER = '[other]\nx = 1\n'
const isRoot = process.getuid?.() === 0
/** A user who owns nothing here. */
const NOBODY = 65534

/** A place with the file `OTHER` in its default folder. */
async function placeWithFile(home: string, change: Parameters<typeof openPlace>[1] = {}): Promise<CredentialsPlace> {
  const place = openPlace(home, change)
  await mkdir(join(home, '.cerby'), { mode: 0o700 })
  await writeFile(join(home, '.cerby', 'credentials'), OTHER, { mode: 0o600 })
  return place
}

async function code(place: CredentialsPlace): Promise<string> {
  const outcome = await place.publisher.publish(publication())
  return outcome.ok ? 'ok' : outcome.failure.code
}

/** Publishes in a process of its own, as another user where we may. */
async function codeAs(uid: number | undefined, ...rest: string[]): Promise<string> {
  const script = join(import.meta.dirname, '../../support/credentials-publish.ts')
  const [home = '', path] = rest
  const { stdout } = await promisify(execFile)(process.execPath, [script, home, uid === undefined ? '' : String(uid), ...(path === undefined ? [] : [path])])
  const outcome = JSON.parse(stdout) as { ok: boolean; failure: { code: string } }
  return outcome.ok ? 'ok' : outcome.failure.code
}

describe('each failure has its name and leaves the file alone', () => {
  test('is_directory', () =>
    withHome(async home => {
      const place = openPlace(home)
      await mkdir(place.path, { recursive: true })
      expect(await code(place)).toBe('is_directory')
    }))

  test('parent_missing', () =>
    withHome(async home => {
      expect(await code(openPlace(home, { path: join(home, 'no', 'credentials') }))).toBe('parent_missing')
      expect(await readdir(home)).toEqual([])
      expect(await code(openPlace(join(home, 'no')))).toBe('parent_missing')
    }))

  test('parent_missing where the parent is a file', () =>
    withHome(async home => {
      await writeFile(join(home, 'file'), '')
      expect(await code(openPlace(home, { path: join(home, 'file', 'credentials') }))).toBe('parent_missing')
    }))

  test('not_utf8', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      const bytes = Buffer.from('[other]\nx = gr\xfcn\n', 'latin1')
      await writeFile(place.path, bytes)
      expect(await code(place)).toBe('not_utf8')
      expect(await readFile(place.path)).toEqual(bytes)
    }))

  test('too_large, as it is and as it would be', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      const most = 1024 * 1024
      for (const size of [most + 1, most - 20]) {
        const text = `#${'x'.repeat(size - 2)}\n`
        await writeFile(place.path, text)
        expect(await code(place)).toBe('too_large')
        expect((await readFile(place.path, 'utf8')) === text).toBe(true)
      }
    }))

  test('read_only for a file without the right to write', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await chmod(place.path, 0o400)
      expect(await code(place)).toBe('read_only')
      expect(await readFile(place.path, 'utf8')).toBe(OTHER)
    }))

  test('read_only for our folder without the right to write', () =>
    withHome(async home => {
      const folder = join(home, 'keys')
      await mkdir(folder)
      await writeFile(join(folder, 'credentials'), OTHER, { mode: 0o600 })
      if (isRoot) for (const path of [home, folder, join(folder, 'credentials')]) await chown(path, NOBODY, NOBODY)
      await chmod(folder, 0o500)
      expect(await codeAs(isRoot ? NOBODY : undefined, home, join(folder, 'credentials'))).toBe('read_only')
      expect(await readFile(join(folder, 'credentials'), 'utf8')).toBe(OTHER)
      await chmod(folder, 0o700)
    }))

  test("no_permission in another user's folder", () =>
    withHome(async home => {
      if (!isRoot) {
        expect(await code(openPlace(home, { path: '/etc/latchkey-credentials' }))).toBe('no_permission')
        return
      }
      await chmod(home, 0o755)
      expect(await codeAs(NOBODY, home, join(home, 'credentials'))).toBe('no_permission')
      expect(await readdir(home)).toEqual([])
    }))

  test("not_ours for another user's file", () =>
    withHome(async home => {
      const place = openPlace(home, { path: isRoot ? join(home, 'credentials') : '/etc/hostname' })
      if (isRoot) {
        await writeFile(place.path, OTHER)
        await chown(place.path, NOBODY, NOBODY)
      }
      const before = await readFile(place.path, 'utf8')
      expect(await code(place)).toBe('not_ours')
      expect(await readFile(place.path, 'utf8')).toBe(before)
    }))

  test("not_ours behind a link to another user's file", () =>
    withHome(async home => {
      const target = isRoot ? join(home, 'theirs') : '/etc/hostname'
      if (isRoot) {
        await writeFile(target, OTHER)
        await chown(target, NOBODY, NOBODY)
      }
      await symlink(target, join(home, 'credentials'))
      expect(await code(openPlace(home, { path: join(home, 'credentials') }))).toBe('not_ours')
    }))

  test('network_share, until the person allows it', () =>
    withHome(async home => {
      // What macOS's mount program would say of a home folder on a server.
      const machine = { ...thisMachine(), platform: 'darwin', run: () => Promise.resolve(`nas:/home on ${home} (nfs, nodev)`) } as const
      const place = await placeWithFile(home, { machine })
      expect(await code(place)).toBe('network_share')
      expect(await readFile(place.path, 'utf8')).toBe(OTHER)
      await place.file.allow('network_share')
      expect(await code(openPlace(home, { machine }))).toBe('ok')
      // A lock on a share may hang: it stands in our own folder instead.
      expect(await readdir(join(home, '.cerby'))).toEqual(['credentials'])
    }))

  test('lock_held by a process that hangs, and not once it is gone', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      const holder = await startWriter(['hold', home, `${place.path}.lock`])
      holder.go()
      expect(await holder.said()).toEqual({ held: true })
      holder.child.kill('SIGSTOP')
      try {
        expect(await code(place)).toBe('lock_held')
        expect(await readFile(place.path, 'utf8')).toBe(OTHER)
      } finally {
        await holder.kill()
      }
      expect(await code(place)).toBe('ok')
    }))

  test('write_failed for a loop of links, and for what is no file', () =>
    withHome(async home => {
      await symlink(join(home, 'b'), join(home, 'a'))
      await symlink(join(home, 'a'), join(home, 'b'))
      expect(await code(openPlace(home, { path: join(home, 'a') }))).toBe('write_failed')
      await promisify(execFile)('mkfifo', [join(home, 'pipe')])
      expect(await code(openPlace(home, { path: join(home, 'pipe') }))).toBe('write_failed')
    }))
})

describe('what is kept', () => {
  test('a link stays a link, and its target is replaced', () =>
    withHome(async home => {
      await mkdir(join(home, 'dotfiles'))
      await writeFile(join(home, 'dotfiles', 'cerby'), OTHER, { mode: 0o600 })
      await mkdir(join(home, '.cerby'), { mode: 0o700 })
      const place = openPlace(home)
      await symlink('../dotfiles/cerby', place.path)
      expect(await code(place)).toBe('ok')
      expect(await readlink(place.path)).toBe('../dotfiles/cerby')
      expect(await readFile(join(home, 'dotfiles', 'cerby'), 'utf8')).toMatch(/^\[other\]\nx = 1\n\n\[default\]\n/)
    }))

  test('a link that leads nowhere brings its target into being', () =>
    withHome(async home => {
      await mkdir(join(home, '.cerby'), { mode: 0o700 })
      const place = openPlace(home)
      await symlink(join(home, 'later'), place.path)
      expect(await code(place)).toBe('ok')
      expect(await readlink(place.path)).toBe(join(home, 'later'))
      expect(await readFile(join(home, 'later'), 'utf8')).toMatch(/^\[default\]\n/)
    }))

  test('two ways to one file lead to one lock', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await symlink(place.path, join(home, 'other-way'))
      const other = openPlace(home, { path: join(home, 'other-way') })
      await Promise.all([place, other].flatMap((each, way) => [0, 1, 2].map(index => each.publisher.publish(publication({ profile: `p${String(way)}${String(index)}` })))))
      expect(await readdir(join(home, '.cerby'))).toEqual(['credentials', 'credentials.lock'])
      expect((await readFile(place.path, 'utf8')).match(/^\[p\d\d\]$/gm)).toHaveLength(6)
    }))

  test.each([
    { says: 'private stays private', mode: 0o600, after: 0o600, notices: [] as string[] },
    { says: 'what others could read, they no longer can', mode: 0o644, after: 0o600, notices: ['0644'] },
    { says: 'an owner keeps the right to execute', mode: 0o755, after: 0o700, notices: ['0755'] },
  ])('$says', ({ mode, after, notices }) =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await chmod(place.path, mode)
      expect(await code(place)).toBe('ok')
      expect((await stat(place.path)).mode & 0o777).toBe(after)
      expect(place.notices.map(notice => ('modeBefore' in notice ? notice.modeBefore : notice.code))).toEqual(notices)
    }))

  test.each([0o000, 0o077, 0o777])('a new file is private under umask %o', umask =>
    withHome(async home => {
      const before = process.umask(umask)
      try {
        expect(await code(openPlace(home))).toBe('ok')
      } finally {
        process.umask(before)
      }
      expect((await stat(join(home, '.cerby', 'credentials'))).mode & 0o777).toBe(0o600)
    }))

  test.runIf(isRoot)('the group of a file', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await chown(place.path, 0, 4242)
      expect(await code(place)).toBe('ok')
      expect((await stat(place.path)).gid).toBe(4242)
    }))

  test('nothing is written through another name of the file', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await link(place.path, join(home, 'hard-link'))
      expect(await code(place)).toBe('ok')
      expect(await readFile(join(home, 'hard-link'), 'utf8')).toBe(OTHER)
    }))

  test('a write without a change writes nothing', () =>
    withHome(async home => {
      const place = openPlace(home)
      await place.publisher.publish(publication())
      const before = await stat(place.path)
      await place.publisher.publish(publication({ isOurs: true }))
      expect((await stat(place.path)).ino).toBe(before.ino)
    }))

  test('taking out from nothing makes nothing', () =>
    withHome(async home => {
      const place = openPlace(home)
      expect((await place.publisher.withdraw(publication().profile, undefined)).ok).toBe(true)
      expect(await readdir(home)).toEqual([])
    }))

  test('a lock file that somebody filled with something else is made anew', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      await writeFile(`${place.path}.lock`, 'not a lock at all, but long enough to be taken for something'.repeat(20))
      expect(await code(place)).toBe('ok')
    }))

  test('a folder that is deleted and made anew between two writes', () =>
    withHome(async home => {
      const place = await placeWithFile(home)
      expect(await code(place)).toBe('ok')
      await rm(join(home, '.cerby'), { recursive: true })
      expect(await code(place)).toBe('ok')
      expect((await readdir(join(home, '.cerby'))).sort()).toEqual(['credentials', 'credentials.lock'])
    }))
})
