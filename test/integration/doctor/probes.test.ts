import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../electron/adapters/clock/system-clock.ts'
import { inspectFile, inspectFolders, makePrivate } from '../../../electron/adapters/credentials-file/inspect-file.ts'
import { thisMachine } from '../../../electron/adapters/credentials-file/private-folder.ts'
import { makeKeytarKeychain, type NativeKeychain } from '../../../electron/adapters/keychain/keytar-keychain.ts'
import { tryKeychain } from '../../../electron/adapters/keychain/try-keychain.ts'
import { askProviderFacts } from '../../../electron/adapters/oidc/ask-provider-facts.ts'
import { askWorkspaceFacts } from '../../../electron/adapters/workspace-http/ask-workspace-facts.ts'
import { connection } from '../../unit/desktop/states.ts'

let home: string
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'latchkey-doctor-')) })
afterEach(() => rm(home, { recursive: true, force: true }))
const written = (path: string) => path.replace(home, '~')

describe.skipIf(process.platform === 'win32')('the file, as it stands on a real disk', () => {
  test('open to others, behind a link, with a line that stops tools; then made private', async () => {
    const file = join(home, 'real')
    await writeFile(file, '[default]\na = 1\n[default]\nb = 2\n')
    await chmod(file, 0o644)
    await mkdir(join(home, 'sealed'))
    await chmod(join(home, 'sealed'), 0o755)
    await symlink(file, join(home, 'credentials'))
    const machine = thisMachine()
    expect(await inspectFile(join(home, 'credentials'), machine, written)).toEqual({
      path: '~/credentials', target: '~/real', exists: true, mode: 0o644, isOurs: true, isMounted: false, isOnShare: false, failure: undefined, unreadableLine: 3,
    })
    expect(await inspectFolders([join(home, 'sealed'), join(home, 'not-there')], machine, written)).toEqual([{ path: '~/sealed', mode: 0o755, isOurs: true }])
    expect(await makePrivate(join(home, 'credentials'), [join(home, 'sealed'), join(home, 'not-there')], machine)).toEqual({ ok: true, value: null })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(home, 'sealed'))).mode & 0o777).toBe(0o700)
  })

  test('not there yet, and a folder in its place', async () => {
    expect(await inspectFile(join(home, '.cerby', 'credentials'), thisMachine(), written)).toMatchObject({ path: '~/.cerby/credentials', exists: false, failure: undefined })
    expect(await inspectFile(home, thisMachine(), written)).toMatchObject({ failure: { code: 'is_directory', path: '~' } })
  })
})

describe('the keychain', () => {
  const holding = (change: (password: string) => string) => {
    const entries = new Map<string, string>()
    const native: NativeKeychain = {
      getPassword: (_service, account) => Promise.resolve(entries.get(account) ?? null),
      setPassword: (_service, account, password) => { entries.set(account, change(password)); return Promise.resolve() },
      deletePassword: (_service, account) => Promise.resolve(entries.delete(account)),
    }
    return { entries, keychain: makeKeytarKeychain({ load: () => Promise.resolve(native), lockState: () => Promise.resolve('unlocked') }) }
  }
  test('is tried whole, and nothing stays in it', async () => {
    const { entries, keychain } = holding(password => password)
    expect(await tryKeychain(keychain, {}, true)).toMatchObject({ ok: true })
    expect(entries.size).toBe(0)
  })
  test('that gives something else back is found out', async () => {
    const { entries, keychain } = holding(password => Buffer.from(password, 'base64').reverse().toString('base64'))
    expect(await tryKeychain(keychain, {}, true)).toEqual({ ok: false, failure: { code: 'keychain_corrupt' } })
    expect(entries.size).toBe(0)
  })
})

describe('a server', () => {
  async function answering(body: unknown, date: string, work: (base: string) => Promise<void>): Promise<void> {
    const server = createServer((_request, response) => {
      response.sendDate = false
      response.writeHead(200, { date, 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.close()
    }
  }
  const surroundings = { fetch, clock: systemClock }

  test('an hour ahead of us is told by its Date, and JSON of others is no workspace', () =>
    answering({ hello: 'there' }, new Date(Date.now() + 3_600_000).toUTCString(), async base => {
      const asked = await askWorkspaceFacts(surroundings, { ...connection().workspace, baseUrl: base })
      expect(asked).toMatchObject({ ok: true, value: { workspace: undefined } })
      expect(asked.ok && Math.round((asked.value?.offsetSeconds ?? 0) / 60)).toBe(60)
    }))

  test('a provider is read for what it offers', () =>
    answering({ issuer: 'https://acme.okta.com', code_challenge_methods_supported: ['S256'], grant_types_supported: ['authorization_code', 'refresh_token'], revocation_endpoint: 'https://acme.okta.com/revoke' }, '', async base => {
      expect(await askProviderFacts(surroundings, base)).toMatchObject({ ok: true, value: { issuer: 'https://acme.okta.com', offersPkce: true, offersRefresh: true, offersRevocation: true } })
    }))

  test('that is not there is told as the network tells it', async () => {
    const gone = createServer()
    await new Promise<void>(listening => gone.listen(0, '127.0.0.1', listening))
    const { port } = gone.address() as AddressInfo
    await new Promise(closed => gone.close(closed))
    expect(await askProviderFacts(surroundings, `http://127.0.0.1:${port}`)).toEqual({ ok: false, failure: { trouble: 'refused' } })
  })
})
