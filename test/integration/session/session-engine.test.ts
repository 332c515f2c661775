import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../electron/adapters/clock/system-clock.ts'
import type { Environment } from '../../../electron/adapters/credentials-file/credentials-path.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import { after } from '../../../shared/instant.ts'
import { openApp, type RealApp } from '../../support/session-parts.ts'
import { startSessionService, type SessionService } from '../../support/session-service.ts'

/* The real keychain, file, lock, database, loopback listener and openid-client, against a real provider over HTTP. */

const MINUTE = 60_000

interface Signed {
  home: string
  app: RealApp
  service: SessionService
  id: ConnectionId
  /** Sets the machine's clock ahead. */
  ahead(ms: number): void
  inFile(): Promise<string | undefined>
}

const opened: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

async function signed(options: Parameters<typeof startSessionService>[0] = {}, environment: Environment = {}): Promise<Signed> {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-session-'))
  const service = await startSessionService(options)
  let aheadMs = 0
  const app = openApp(home, { now: () => after(systemClock.now(), aheadMs), monotonicMs: () => systemClock.monotonicMs() }, environment)
  opened.push(async () => {
    await app.close()
    await service.close()
    await rm(home, { recursive: true, force: true })
  })
  app.sessions.signIn(service.url)
  const state = await app.until(({ signIn }) => signIn.kind === 'succeeded' || signIn.kind === 'failed' || signIn.kind === 'askingMemoryOnly')
  expect(state.signIn).toMatchObject({ kind: 'succeeded' })
  const id = state.connections[0]?.id
  if (id === undefined) throw new Error('a connection was expected')
  const inFile = async () => /cerby_bearer_token = (\S+)/.exec(await readFile(app.parts.credentialsPath, 'utf8'))?.[1]
  return { home, app, service, id, ahead: ms => { aheadMs += ms }, inFile }
}

const sessionOf = ({ app }: Signed) => app.store.state().connections[0]?.session

describe('signing in', () => {
  let signedIn: Signed
  beforeAll(async () => {
    signedIn = await signed()
  })

  test('puts a token that works into the file, and the session into the keychain', async () => {
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', keptIn: 'keychain' })
    expect(signedIn.service.requests).toMatchObject({ codes: 1, refresh: 0 })
  })

  test('another start needs no browser and no request', async () => {
    const next = openApp(signedIn.home)
    await next.sessions.restore()
    const state = await next.until(({ connections }) => connections[0]?.session.kind !== 'restoring')
    expect(state.connections[0]?.session).toMatchObject({ kind: 'signedIn', token: { kind: 'fresh' } })
    await next.close()
    expect(signedIn.service.requests).toMatchObject({ codes: 1, refresh: 0 })
  })

  test('fifty callers at the instant of expiry make one token request', async () => {
    signedIn.ahead(61 * MINUTE)
    const tokens = await Promise.all(Array.from({ length: 50 }, () => signedIn.app.sessions.bearerToken(signedIn.id)))
    expect(new Set(tokens.map(token => token.ok && token.value.expose())).size).toBe(1)
    expect(tokens.every(token => token.ok)).toBe(true)
    expect(signedIn.service.requests.refresh).toBe(1)
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
  })

  test('twenty rotations in a row, each sealed and published', async () => {
    for (let n = 0; n < 20; n += 1) expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
    expect(signedIn.app.bugs).toEqual([])
  })

  test('signing out ends the session at the provider, and leaves nothing here', async () => {
    const held = await signedIn.app.parts.vault.read(signedIn.id)
    const token = await signedIn.inFile()
    expect(await signedIn.app.sessions.signOut(signedIn.id)).toEqual({ revokedAtProvider: true })
    expect(await signedIn.service.accepts(token)).toBe(false)
    if (held.kind !== 'found' || held.tokens.refreshToken === undefined) throw new Error('a sealed session was expected')
    const provider = { issuer: signedIn.service.url, clientId: 'latchkey', issuerHost: 'x', canRevoke: true }
    expect(await signedIn.app.parts.provider.refresh(provider, held.tokens.refreshToken)).toMatchObject({ ok: false, failure: { code: 'grant_refused', error: 'invalid_grant' } })
    expect(await signedIn.inFile()).toBeUndefined()
    expect(await signedIn.app.parts.vault.read(signedIn.id)).toEqual({ kind: 'absent' })
    expect(await signedIn.app.parts.records.list()).toEqual([])
  })
})

test('the first connection stands in the file and under the profile that the environment names', async () => {
  const { app, home } = await signed({}, { CERBY_SHARED_CREDENTIALS_FILE: '~/creds', CERBY_PROFILE: 'work' })
  expect(app.store.state().connections).toMatchObject([{ profile: 'work', publication: { kind: 'written' } }])
  expect(await readFile(join(home, 'creds'), 'utf8')).toMatch(/^\[work\]\ncerby_workspace = /)
})

describe('trouble at the provider', () => {
  test('Retry-After is obeyed, and said', async () => {
    const signedIn = await signed()
    signedIn.service.trouble.status = { code: 503, headers: { 'retry-after': '240' } }
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toMatchObject({ ok: false, failure: { code: 'provider_unreachable', trouble: 'server_error', retryAfterSeconds: 240 } })
    const session = sessionOf(signedIn)
    const retryAt = session?.kind === 'signedIn' && session.token.kind === 'waiting' ? session.token.retryAt : 0
    expect(retryAt).toBeGreaterThan(systemClock.now() + 200_000)
    signedIn.app.sessions.look('online')
    await signedIn.app.sessions.settled()
    expect(signedIn.service.requests.refresh).toBe(1)
    // The person may insist.
    signedIn.service.trouble.status = undefined
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
  })

  test('an endpoint that hangs ends in time, and callers get the token that still works meanwhile', async () => {
    const signedIn = await signed()
    signedIn.service.trouble.hangs = true
    const refreshing = signedIn.app.sessions.refreshNow(signedIn.id)
    expect(await signedIn.app.sessions.bearerToken(signedIn.id)).toMatchObject({ ok: true })
    expect(await refreshing).toMatchObject({ ok: false, failure: { code: 'provider_unreachable', trouble: 'no_answer' } })
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
  })

  test('a lost answer: a provider with grace forgives the second use, and the session lives', async () => {
    const signedIn = await signed({ graceMs: 30_000 })
    signedIn.service.trouble.answersToLose = 1
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toMatchObject({ ok: false, failure: { code: 'provider_unreachable' } })
    // It comes by itself, within seconds.
    await signedIn.app.until(({ connections: [connection] }) => connection?.session.kind === 'signedIn' && connection.session.token.kind === 'fresh')
    expect(signedIn.service.requests.refresh).toBe(2)
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
  })

  test('a lost answer, without grace: one clean sign-in, no loop, no dead token in the file', async () => {
    const signedIn = await signed()
    signedIn.service.trouble.answersToLose = 1
    await signedIn.app.sessions.refreshNow(signedIn.id)
    await signedIn.app.until(({ connections: [connection] }) => connection?.session.kind === 'signInRequired' && connection.publication.kind === 'withdrawn')
    expect(signedIn.service.requests.refresh).toBe(2)
    expect(await signedIn.inFile()).toBeUndefined()
    signedIn.app.sessions.look('wake')
    await signedIn.app.sessions.settled()
    expect(signedIn.service.requests.refresh).toBe(2)
  })

  test('a refresh that is answered for somebody else: nothing of it is kept, one clean sign-in', async () => {
    const signedIn = await signed()
    signedIn.service.trouble.answersFor = 'eve'
    await signedIn.app.sessions.refreshNow(signedIn.id)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signInRequired', reason: 'other_account' })
    expect(signedIn.app.store.state().connections[0]?.publication.kind).toBe('withdrawn')
    expect(await signedIn.inFile()).toBeUndefined()
    expect(await signedIn.app.parts.vault.read(signedIn.id)).toEqual({ kind: 'absent' })
    expect(signedIn.service.requests).toMatchObject({ refresh: 1, revocation: 1 })
    // The right person comes back, to the same connection.
    signedIn.service.trouble.answersFor = undefined
    signedIn.app.sessions.signInAgain(signedIn.id)
    await signedIn.app.until(({ connections: [connection] }) => connection?.session.kind === 'signedIn')
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
  })

  test.each([
    { says: 'edits our section', change: 'section_edited', meddle: async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace(/(cerby_bearer_token = ).*/, '$1theirs')) },
    { says: 'deletes our section', change: 'section_removed', meddle: (path: string) => writeFile(path, '') },
    { says: 'puts another file in its place', change: 'section_removed', meddle: async (path: string) => { await writeFile(`${path}~`, '[other]\nx = 1\n'); await rename(`${path}~`, path) } },
    { says: 'deletes the file', change: 'file_removed', meddle: (path: string) => rm(path) },
    { says: 'deletes the folder', change: 'file_removed', meddle: (path: string) => rm(dirname(path), { recursive: true }) },
  ])('who $says is told of by the watch, and our section is put back when the person says so', async ({ change, meddle }) => {
    const signedIn = await signed()
    const { app, id } = signedIn
    const changes = app.parts.file.changes()
    const watching = (async () => { for await (const _ of changes) await app.sessions.credentialsFileChanged() })()
    // By the end of this the watch has looked for the first time; our own writing is no news.
    await app.sessions.refreshNow(id)
    await meddle(app.parts.credentialsPath)
    const told = await app.until(({ connections: [connection] }) => connection?.publication.kind === 'changedOutside')
    expect(told.connections[0]?.publication).toMatchObject({ kind: 'changedOutside', change })
    expect(await app.sessions.publishAgain(id, false)).toEqual({ ok: true, value: null })
    expect(await signedIn.service.accepts(await signedIn.inFile())).toBe(true)
    await changes.return?.(undefined)
    await watching
  })
})
