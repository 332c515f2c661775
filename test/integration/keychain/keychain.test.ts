import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { collectionLock } from '../../../electron/adapters/keychain/collection-lock.ts'
import type { Keychain } from '../../../electron/adapters/keychain/keychain.ts'
import { makeKeychainTurn } from '../../../electron/adapters/keychain/keychain-turn.ts'
import { makeKeytarKeychain, type NativeKeychain } from '../../../electron/adapters/keychain/keytar-keychain.ts'
import { Secret } from '../../../electron/core/secret.ts'
import { startSecretService, type SecretService } from '../../support/secret-service.ts'

const execute = promisify(execFile)
const ADAPTER = join(import.meta.dirname, '../../../electron/adapters/keychain/keytar-keychain.ts')
const SECRET = join(import.meta.dirname, '../../../electron/core/secret.ts')

const shown = async (keychain: Keychain, account: string) => {
  const read = await keychain.read(account)
  return read.kind === 'found' ? { kind: 'found', text: read.secret.expose() } : read
}

describe.skipIf(process.platform !== 'linux')('the keychain over a real Secret Service', () => {
  let home: string
  let service: SecretService
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'latchkey-keyring-'))
    service = await startSecretService(home)
    // libsecret looks for its bus at the first call in a process: this file's bus is its own.
    Object.assign(process.env, service.env)
  })
  afterAll(async () => {
    await service.stop()
    await rm(home, { recursive: true, force: true })
  })
  beforeEach(() => service.unlock())

  test('what was written is read back, replaced, and gone after removal', async () => {
    const keychain = makeKeytarKeychain()
    expect(await keychain.read('a')).toEqual({ kind: 'absent' })
    expect(await keychain.write('a', new Secret('one'))).toEqual({ ok: true, value: null })
    expect(await keychain.write('a', new Secret('two'))).toEqual({ ok: true, value: null })
    expect(await shown(keychain, 'a')).toEqual({ kind: 'found', text: 'two' })
    expect(await keychain.remove('a')).toEqual({ ok: true, value: null })
    expect(await keychain.read('a')).toEqual({ kind: 'absent' })
    expect(await keychain.remove('a')).toEqual({ ok: true, value: null })
  })

  test('fifty calls at once all answer', async () => {
    const keychain = makeKeytarKeychain()
    await Promise.all(Array.from({ length: 50 }, (_, index) => keychain.write(`many-${String(index)}`, new Secret(String(index)))))
    const texts = await Promise.all(Array.from({ length: 50 }, (_, index) => shown(keychain, `many-${String(index)}`)))
    expect(texts.map(read => 'text' in read ? read.text : read.kind)).toEqual(Array.from({ length: 50 }, (_, index) => String(index)))
  })

  test('a locked keyring is locked, not empty: reading, writing and removing all say so, and an unlocked one has everything again', async () => {
    const keychain = makeKeytarKeychain()
    await keychain.write('kept', new Secret('safe'))
    await service.lock()
    expect(await collectionLock(process.env)).toBe('locked')
    const locked = { code: 'keychain_locked' }
    expect(await keychain.read('kept')).toEqual({ kind: 'failed', failure: locked })
    expect(await keychain.read('never-there')).toEqual({ kind: 'failed', failure: locked })
    expect(await keychain.write('kept', new Secret('other'))).toEqual({ ok: false, failure: locked })
    expect(await keychain.remove('kept')).toEqual({ ok: false, failure: locked })
    await service.unlock()
    expect(await collectionLock(process.env)).toBe('unlocked')
    expect(await shown(keychain, 'kept')).toEqual({ kind: 'found', text: 'safe' })
  })

  test('whoever declined to unlock is not asked again until they say so', async () => {
    const asked: string[] = []
    const { default: keytar } = await import('keytar') as unknown as { default: NativeKeychain }
    const keychain = makeKeytarKeychain({ load: () => Promise.resolve({ ...keytar, getPassword: (name, account) => { asked.push(account); return keytar.getPassword(name, account) } }) })
    await service.lock()
    await keychain.read('first')
    await keychain.read('second')
    await keychain.read('third')
    expect(asked).toEqual(['first'])
    keychain.mayAskAgain()
    await keychain.read('fourth')
    expect(asked).toEqual(['first', 'fourth'])
  })

  test('a call that hangs ends after its time; until it lets go others fail at once, and then all is well', async () => {
    let release = (_: string | null) => {}
    const hanging = new Promise<string | null>(resolve => { release = resolve })
    const native: NativeKeychain = { getPassword: () => hanging, setPassword: () => Promise.resolve(), deletePassword: () => Promise.resolve(true) }
    const keychain = makeKeytarKeychain({ load: () => Promise.resolve(native), timeoutMs: 20 })
    const late = { kind: 'failed', failure: { code: 'keychain_timed_out' } }
    expect(await keychain.read('a')).toEqual(late)
    expect(await keychain.write('a', new Secret('x'))).toEqual({ ok: false, failure: { code: 'keychain_timed_out' } })
    release('answered')
    await hanging
    await Promise.resolve()
    expect(await shown(keychain, 'a')).toEqual({ kind: 'found', text: 'answered' })
  })

  // Last: the keyring does not come back.
  test('without a keyring on the bus nothing can be kept, and that is said', async () => {
    await service.removeKeyring()
    const keychain = makeKeytarKeychain()
    const unavailable = { code: 'keychain_unavailable' }
    expect(await keychain.read('kept')).toEqual({ kind: 'failed', failure: unavailable })
    expect(await keychain.write('kept', new Secret('x'))).toEqual({ ok: false, failure: unavailable })
    expect(await keychain.remove('kept')).toEqual({ ok: false, failure: unavailable })
  })
})

describe('programs that take turns at one keychain', () => {
  const TIMEOUT_MS = 150
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-turns-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const program = (getPassword: NativeKeychain['getPassword'], lockState: 'locked' | 'unlocked') => makeKeytarKeychain({
    load: () => Promise.resolve({ getPassword, setPassword: () => Promise.resolve(), deletePassword: () => Promise.resolve(true) }),
    lockState: () => Promise.resolve(lockState), timeoutMs: TIMEOUT_MS, turn: makeKeychainTurn(folder),
  })

  test('whoever waits for a turn has the whole time-out from then on', async () => {
    const answerMs = 40
    let atOnce = 0
    let most = 0
    const busy = async () => {
      most = Math.max(most, (atOnce += 1))
      await new Promise(resolve => setTimeout(resolve, answerMs))
      atOnce -= 1
      return 'secret'
    }
    const programs = Array.from({ length: 12 }, () => program(busy, 'unlocked'))
    const since = performance.now()
    const reads = await Promise.all(programs.map(keychain => keychain.read('a')))
    // The last of them waited far longer than a keychain may take.
    expect(performance.now() - since).toBeGreaterThan(2 * TIMEOUT_MS)
    expect(reads.map(read => read.kind)).toEqual(Array.from({ length: 12 }, () => 'found'))
    expect(most).toBe(1)
  })

  test('a keychain that waits for its owner is told as locked, and holds up the next program for one time-out alone', async () => {
    const asking = program(() => new Promise(() => undefined), 'locked').read('a')
    const since = performance.now()
    const next = program(() => Promise.resolve('secret'), 'unlocked').read('a')
    expect(await asking).toEqual({ kind: 'failed', failure: { code: 'keychain_locked' } })
    expect(await next).toMatchObject({ kind: 'found' })
    expect(performance.now() - since).toBeLessThan(4 * TIMEOUT_MS)
  })
})

test.skipIf(process.platform !== 'linux')('without a session bus nothing can be kept, and that is said', async () => {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-no-bus-'))
  const script = `
    const { makeKeytarKeychain } = await import(${JSON.stringify(ADAPTER)})
    const { Secret } = await import(${JSON.stringify(SECRET)})
    const keychain = makeKeytarKeychain()
    console.log(JSON.stringify([await keychain.read('a'), await keychain.write('a', new Secret('x')), await keychain.remove('a')]))
  `
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../../..'), env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home },
  })
  const failure = { code: 'keychain_unavailable' }
  expect(JSON.parse(stdout)).toEqual([{ kind: 'failed', failure }, { ok: false, failure }, { ok: false, failure }])
  await rm(home, { recursive: true, force: true })
})
