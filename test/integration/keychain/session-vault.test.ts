import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Keychain } from '../../../electron/adapters/keychain/keychain.ts'
import { makeKeytarKeychain } from '../../../electron/adapters/keychain/keytar-keychain.ts'
import { makeSessionVault } from '../../../electron/adapters/keychain/session-vault.ts'
import { Secret } from '../../../electron/core/secret.ts'
import type { HeldTokens, SealedRead } from '../../../electron/core/session/ports.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { instant } from '../../../shared/instant.ts'
import { succeed } from '../../../shared/outcome.ts'

const newId = () => ConnectionId.parse(randomUUID())
const tokens = (access: string, refresh?: string): HeldTokens => ({
  accessToken: new Secret(access), refreshToken: refresh === undefined ? undefined : new Secret(refresh), idToken: undefined,
  issuedAt: instant(1_000), expiresAt: instant(3_601_000),
})
const accessIn = (read: SealedRead) => read.kind === 'found' ? read.tokens.accessToken.expose() : read.kind

let folder: string
beforeEach(async () => { folder = join(await mkdtemp(join(tmpdir(), 'latchkey-vault-')), 'sessions') })
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

/** A keychain that is locked while `isLocked` says so. */
function lockable(inner: Keychain): Keychain & { isLocked: boolean; reads: number } {
  const locked = { code: 'keychain_locked' as const }
  const outer = {
    isLocked: false,
    reads: 0,
    read(account: string) {
      outer.reads += 1
      return outer.isLocked ? Promise.resolve({ kind: 'failed' as const, failure: locked }) : inner.read(account)
    },
    write: (account: string, secret: Secret) => outer.isLocked ? Promise.resolve({ ok: false as const, failure: locked }) : inner.write(account, secret),
    remove: (account: string) => outer.isLocked ? Promise.resolve({ ok: false as const, failure: locked }) : inner.remove(account),
    mayAskAgain() { outer.isLocked = false },
  }
  return outer
}

describe('the vault over a real keychain', () => {
  const keychain = makeKeytarKeychain({ service: 'Latchkey vault test' })

  test('tokens of any size come back whole, from this process and from the next', async () => {
    const id = newId()
    for (const size of [1, 1_200, 2_560, 65_536]) {
      const held = tokens(randomBytes(size).toString('base64'), randomBytes(size).toString('base64'))
      expect(await makeSessionVault(folder, keychain).write(id, held)).toEqual(succeed(null))
      const read = await makeSessionVault(folder, keychain).read(id)
      expect(read.kind === 'found' && [read.tokens.accessToken.expose(), read.tokens.refreshToken?.expose(), read.tokens.issuedAt, read.tokens.expiresAt])
        .toEqual([held.accessToken.expose(), held.refreshToken?.expose(), held.issuedAt, held.expiresAt])
    }
  })

  test('files are for their owner alone and hold no token in plain', async () => {
    const id = newId()
    await makeSessionVault(folder, keychain).write(id, tokens('canary-access', 'canary-refresh'))
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, `${id}.sealed`))).mode & 0o777).toBe(0o600)
    expect((await readFile(join(folder, `${id}.sealed`), 'latin1'))).not.toMatch(/canary/)
    expect(await readdir(folder)).toEqual([`${id}.sealed`])
  })

  test('forgetting takes key and file, and forgetting once more succeeds', async () => {
    const id = newId()
    const vault = makeSessionVault(folder, keychain)
    await vault.write(id, tokens('a'))
    expect(await vault.forget(id)).toEqual(succeed(null))
    expect(await vault.read(id)).toEqual({ kind: 'absent' })
    expect(await keychain.read(id)).toEqual({ kind: 'absent' })
    expect(await vault.forget(id)).toEqual(succeed(null))
  })

  test('each connection has a key of its own, and one of two connections can be forgotten', async () => {
    const [one, two] = [newId(), newId()]
    const vault = makeSessionVault(folder, keychain)
    await vault.write(one, tokens('one'))
    await vault.write(two, tokens('two'))
    await vault.forget(one)
    expect([accessIn(await vault.read(one)), accessIn(await vault.read(two))]).toEqual(['absent', 'two'])
  })
})

describe('damage is told from absence', () => {
  const keychain = makeKeytarKeychain({ service: 'Latchkey vault test' })
  const id = newId()
  const place = () => join(folder, `${id}.sealed`)
  const damages: [string, () => Promise<void>][] = [
    ['the key is gone from the keychain', async () => { await keychain.remove(id) }],
    ['the key is another one', async () => { await keychain.write(id, new Secret(randomBytes(32).toString('base64'))) }],
    ['the entry is no key at all', async () => { await keychain.write(id, new Secret('hello')) }],
    ['the file is empty', () => writeFile(place(), '')],
    ['the file is cut', async () => writeFile(place(), (await readFile(place())).subarray(0, -1))],
    ['one bit of the file is turned', async () => {
      const blob = await readFile(place())
      blob[40] = (blob[40] ?? 0) ^ 1
      await writeFile(place(), blob)
    }],
    ['the file is of a version that we do not know', async () => {
      const blob = await readFile(place())
      blob[0] = 9
      await writeFile(place(), blob)
    }],
    ["another connection's file stands in its place", async () => {
      const other = newId()
      await keychain.write(other, new Secret('x'))
      const key = await keychain.read(id)
      if (key.kind !== 'found') throw new Error('no key')
      await keychain.write(other, key.secret)
      await makeSessionVault(folder, keychain).write(other, tokens('other'))
      await writeFile(place(), await readFile(join(folder, `${other}.sealed`)))
    }],
  ]
  test.each(damages)('damaged: %s', async (_, damage) => {
    await makeSessionVault(folder, keychain).write(id, tokens('a', 'b'))
    await damage()
    const vault = makeSessionVault(folder, keychain)
    expect(await vault.read(id)).toEqual({ kind: 'damaged' })
    // A new sign-in heals it.
    expect(await vault.write(id, tokens('healed'))).toEqual(succeed(null))
    expect(accessIn(await makeSessionVault(folder, keychain).read(id))).toBe('healed')
  })

  test('absent: nobody ever signed in, and the keychain is not even asked', async () => {
    const watched = lockable(keychain)
    expect(await makeSessionVault(folder, watched).read(newId())).toEqual({ kind: 'absent' })
    expect(watched.reads).toBe(0)
  })
})

describe('a keychain that is locked in between', () => {
  test('a session of an earlier start is unreadable, not missing', async () => {
    const id = newId()
    const keychain = lockable(makeKeytarKeychain({ service: 'Latchkey vault test' }))
    await makeSessionVault(folder, keychain).write(id, tokens('a'))
    keychain.isLocked = true
    const vault = makeSessionVault(folder, keychain)
    expect(await vault.read(id)).toEqual({ kind: 'failed', failure: { code: 'keychain_locked' } })
    vault.mayAskAgain()
    expect(accessIn(await vault.read(id))).toBe('a')
  })

  test('the next token of a running session is kept safe all the same', async () => {
    const id = newId()
    const keychain = lockable(makeKeytarKeychain({ service: 'Latchkey vault test' }))
    const vault = makeSessionVault(folder, keychain)
    await vault.write(id, tokens('first'))
    keychain.isLocked = true
    expect(await vault.write(id, tokens('second'))).toEqual(succeed(null))
    expect(accessIn(await vault.read(id))).toBe('second')
    keychain.isLocked = false
    expect(accessIn(await makeSessionVault(folder, keychain).read(id))).toBe('second')
  })

  test('a new session is refused, and leaves no file', async () => {
    const keychain = lockable(makeKeytarKeychain({ service: 'Latchkey vault test' }))
    keychain.isLocked = true
    expect(await makeSessionVault(folder, keychain).write(newId(), tokens('a'))).toEqual({ ok: false, failure: { code: 'keychain_locked' } })
    expect(await readdir(folder).catch(() => [])).toEqual([])
  })

  test('forgetting takes the file at once, and says that the key is still there', async () => {
    const id = newId()
    const keychain = lockable(makeKeytarKeychain({ service: 'Latchkey vault test' }))
    const vault = makeSessionVault(folder, keychain)
    await vault.write(id, tokens('a'))
    keychain.isLocked = true
    expect(await vault.forget(id)).toEqual({ ok: false, failure: { code: 'keychain_locked' } })
    expect(await readdir(folder)).toEqual([])
  })
})

test('a session that another process forgot is sealed under a new key, never under the old one in memory', async () => {
  const id = newId()
  const keychain = makeKeytarKeychain({ service: 'Latchkey vault test' })
  const here = makeSessionVault(folder, keychain)
  await here.write(id, tokens('first'))
  await makeSessionVault(folder, keychain).forget(id)
  expect(await here.read(id)).toEqual({ kind: 'absent' })
  await here.write(id, tokens('second'))
  expect(accessIn(await makeSessionVault(folder, keychain).read(id))).toBe('second')
})

test('a keychain that gives back something else is told as corrupt', async () => {
  const lying: Keychain = {
    read: () => Promise.resolve({ kind: 'absent' }), write: () => Promise.resolve(succeed(null)), remove: () => Promise.resolve(succeed(null)), mayAskAgain: () => {},
  }
  expect(await makeSessionVault(folder, lying).write(newId(), tokens('a'))).toEqual({ ok: false, failure: { code: 'keychain_corrupt' } })
})

test('a folder that can not be written is told as such, and the old session stands', async () => {
  const id = newId()
  const keychain = makeKeytarKeychain({ service: 'Latchkey vault test' })
  const vault = makeSessionVault(folder, keychain)
  await vault.write(id, tokens('old'))
  // A file where the folder should be: even root can't write into it.
  await rm(folder, { recursive: true })
  await writeFile(folder, '')
  await chmod(folder, 0o600)
  expect(await vault.write(id, tokens('new'))).toEqual({ ok: false, failure: { code: 'session_not_saved' } })
})

test('the sweep takes sessions that nobody remembers and old half-written files, and nothing else', async () => {
  const [kept, orphan] = [newId(), newId()]
  const vault = makeSessionVault(folder, makeKeytarKeychain({ service: 'Latchkey vault test' }))
  await vault.write(kept, tokens('kept'))
  await vault.write(orphan, tokens('orphan'))
  const halfWritten = `.${kept}.sealed.123.${'a'.repeat(24)}.tmp`
  const underWay = `.${kept}.sealed.124.${'b'.repeat(24)}.tmp`
  await writeFile(join(folder, halfWritten), 'x')
  await utimes(join(folder, halfWritten), 1, 1)
  await writeFile(join(folder, underWay), 'x')
  await writeFile(join(folder, 'notes.txt'), 'x')
  await mkdir(join(folder, 'sub'))
  expect(await vault.sweep([kept])).toBe(2)
  expect((await readdir(folder)).sort()).toEqual([`${kept}.sealed`, underWay, 'notes.txt', 'sub'].sort())
  expect(accessIn(await vault.read(kept))).toBe('kept')
})
