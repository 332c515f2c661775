import { describe, expect, test } from 'vitest'
import { signed } from '../../../support/session-signed.ts'
import { makeWorld, workspaceNamed, type App, type World } from '../../../support/session-world.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Starts the app again after it was killed, and lets it read. */
async function restarted(world: World): Promise<App> {
  const app = world.start()
  await app.sessions.restore()
  await world.time.pass(0)
  return app
}

const sessionOf = (app: App) => app.store.state().connections[0]?.session

describe('starting again', () => {
  test('still signed in, without a browser or a request', async () => {
    const { world, app } = await signed()
    app.kill()
    const next = await restarted(world)
    expect(sessionOf(next)).toMatchObject({ kind: 'signedIn', keptIn: 'keychain', token: { kind: 'fresh' } })
    expect(next.store.state()).toMatchObject({ defaultConnectionId: next.store.state().connections[0]?.id })
    expect([world.browser.opened.length, world.provider.counts.refreshes, world.machine.file.writes]).toEqual([1, 0, 1])
  })

  test('each connection is announced at once, before the keychain has answered', async () => {
    const { world, app } = await signed()
    app.kill()
    const next = world.start()
    await next.sessions.restore()
    expect(next.events[0]).toMatchObject({ kind: 'connectionAdded', connection: { session: { kind: 'restoring' }, profile: 'default' } })
  })

  test('a token that died meanwhile is replaced', async () => {
    const { world, app } = await signed()
    app.kill()
    world.time.sleep(5 * HOUR)
    await restarted(world)
    expect(world.machine.file.sections.get('default')?.token).toBe('access-2')
  })

  test.each([
    { says: 'an entry that is gone', arrange: (world: World) => { world.machine.keychain.vault.clear() }, reason: 'session_missing' },
    { says: 'a blob that fits no key', arrange: (world: World) => { world.machine.keychain.isDamaged = true }, reason: 'session_damaged' },
  ])('$says asks for a sign-in, and no tool keeps the token', async ({ arrange, reason }) => {
    const { world, app } = await signed()
    app.kill()
    arrange(world)
    const next = await restarted(world)
    expect(sessionOf(next)).toMatchObject({ kind: 'signInRequired', reason })
    expect(world.machine.file.sections.get('default')?.token).toBeUndefined()
    expect(world.browser.opened).toHaveLength(1)
  })

  test('a locked keychain is no missing session: it is said, and read when the screen is unlocked', async () => {
    const { world, app } = await signed()
    app.kill()
    world.machine.keychain.readFailure = { code: 'keychain_locked' }
    const next = await restarted(world)
    expect(sessionOf(next)).toMatchObject({ kind: 'unreadable', failure: { code: 'keychain_locked' } })
    // The token may still be good: nobody takes it from the tools.
    expect(world.machine.file.sections.get('default')?.token).toBe('access-1')
    const id = next.store.state().connections[0]?.id
    if (id !== undefined) expect(await next.sessions.bearerToken(id)).toEqual({ ok: false, failure: { code: 'keychain_locked' } })
    world.machine.keychain.readFailure = undefined
    next.sessions.screenUnlocked()
    await world.time.pass(0)
    expect(sessionOf(next)?.kind).toBe('signedIn')
  })

  test('while the keychain stays locked, the file itself says when its token is dead', async () => {
    const { world, app } = await signed()
    app.kill()
    world.machine.keychain.readFailure = { code: 'keychain_locked' }
    await restarted(world)
    await world.time.pass(61 * MINUTE)
    expect(world.machine.file.sections.get('default')?.token).toBeUndefined()
  })

  test('a keychain that did not answer is asked again by itself, ever more seldom', async () => {
    const { world, app } = await signed()
    app.kill()
    world.machine.keychain.readFailure = { code: 'keychain_timed_out' }
    const next = await restarted(world)
    await world.time.pass(HOUR)
    const asked = next.events.filter(event => event.kind === 'sessionChanged' && event.session.kind === 'unreadable').length
    expect(asked).toBeGreaterThan(8)
    expect(asked).toBeLessThan(25)
    world.machine.keychain.readFailure = undefined
    await world.time.pass(5 * MINUTE)
    expect(sessionOf(next)?.kind).toBe('signedIn')
  })

  test('the workspace of this computer took another port: the session follows it', async () => {
    const world = makeWorld()
    const here = { ...workspaceNamed('Here'), isEmbedded: true, baseUrl: 'http://127.0.0.1:8700/api/v1', issuer: 'http://127.0.0.1:8700' }
    world.workspaces = [here]
    const app = world.start()
    app.sessions.signInHere()
    await world.time.pass(0)
    app.kill()
    world.workspaces = [{ ...here, baseUrl: 'http://127.0.0.1:9900/api/v1', issuer: 'http://127.0.0.1:9900' }]
    const next = await restarted(world)
    const id = next.store.state().connections[0]?.id
    if (id !== undefined) await next.sessions.refreshNow(id)
    expect(next.store.state().connections[0]).toMatchObject({ workspace: { baseUrl: 'http://127.0.0.1:9900/api/v1' }, session: { kind: 'signedIn' } })
    expect(world.machine.file.sections.get('default')?.baseUrl).toBe('http://127.0.0.1:9900/api/v1')
  })

  test('another workspace on the old port gets no token of this one', async () => {
    const world = makeWorld()
    const here = { ...workspaceNamed('Here'), isEmbedded: true }
    world.workspaces = [here]
    const app = world.start()
    app.sessions.signInHere()
    await world.time.pass(0)
    app.kill()
    world.workspaces = [{ ...workspaceNamed('Other'), isEmbedded: true }]
    const next = await restarted(world)
    const id = next.store.state().connections[0]?.id
    if (id !== undefined) expect(await next.sessions.refreshNow(id)).toMatchObject({ ok: false, failure: { code: 'provider_unreachable' } })
    expect(world.provider.counts.refreshes).toBe(0)
  })
})

describe('signing out', () => {
  test('takes tokens back, the refresh token first, and forgets everything', async () => {
    const { world, app, id } = await signed()
    expect(await app.sessions.signOut(id)).toEqual({ revokedAtProvider: true })
    expect(world.provider.counts.revocations).toEqual(['refresh_token refresh-1', 'access_token access-1'])
    expect(world.machine.keychain.vault.size + world.machine.records.size + world.machine.file.sections.size).toBe(0)
    expect(app.store.state()).toMatchObject({ connections: [] })
    await world.time.pass(3 * HOUR)
    expect(world.provider.counts.refreshes).toBe(0)
  })

  test.each([
    { says: 'is gone', arrange: (world: World) => { world.network.isOnline = false }, passMs: 0 },
    { says: 'hangs', arrange: (world: World) => { world.network.hangs = true }, passMs: 5 * SECOND },
  ])('a network that $says keeps nobody signed in: all that is here is gone at once', async ({ arrange, passMs }) => {
    const { world, app, id } = await signed()
    arrange(world)
    const done = app.sessions.signOut(id)
    await world.time.drain()
    expect(world.machine.file.sections.size + world.machine.keychain.vault.size).toBe(0)
    await world.time.pass(passMs)
    expect(await done).toEqual({ revokedAtProvider: false })
    expect(world.machine.records.size).toBe(0)
  })

  test('a refresh on its way leaves no session behind', async () => {
    const { world, app, id } = await signed()
    world.network.latencyMs = 2000
    const refreshing = app.sessions.refreshNow(id)
    await world.time.pass(SECOND)
    const done = app.sessions.signOut(id)
    await world.time.pass(20 * SECOND)
    await Promise.all([refreshing, done])
    expect(world.provider.counts.granted).toBe(2)
    expect(world.provider.counts.revocations).toContain('refresh_token refresh-2')
    expect(world.machine.keychain.vault.size + world.machine.file.sections.size + world.machine.records.size).toBe(0)
  })

  test('a full disk: the section is removed when there is room, and the connection does not come back', async () => {
    const { world, app, id } = await signed()
    world.machine.file.failure = { code: 'disk_full', path: '~/.cerby/credentials' }
    await app.sessions.signOut(id)
    expect(app.store.state().connections).toEqual([])
    world.machine.file.failure = undefined
    await world.time.pass(2 * MINUTE)
    expect(world.machine.file.sections.size + world.machine.records.size).toBe(0)
  })

  test('a locked keychain: the blob is deleted later, and no start makes it a session again', async () => {
    const { world, app, id } = await signed()
    world.machine.keychain.writeFailure = { code: 'keychain_locked' }
    await app.sessions.signOut(id)
    app.kill()
    const next = await restarted(world)
    expect(next.store.state().connections).toEqual([])
    world.machine.keychain.writeFailure = undefined
    await world.time.pass(2 * MINUTE)
    expect(world.machine.keychain.vault.size + world.machine.records.size).toBe(0)
  })

  test('a section that somebody else holds is not touched', async () => {
    const world = makeWorld()
    world.machine.file.exists = true
    world.machine.file.sections.set('default', { token: 'theirs', expiresAt: undefined, workspaceSlug: 'other', baseUrl: 'https://other.example' })
    const app = world.start()
    app.sessions.signIn('acme')
    await world.time.pass(0)
    const id = app.store.state().connections[0]?.id
    if (id !== undefined) await app.sessions.signOut(id)
    expect(world.machine.file.sections.get('default')?.token).toBe('theirs')
  })

  test('twice is once', async () => {
    const { app, id } = await signed()
    const [first, second] = await Promise.all([app.sessions.signOut(id), app.sessions.signOut(id)])
    expect([first, second]).toEqual([{ revokedAtProvider: true }, { revokedAtProvider: false }])
  })
})

test('closing ends timers and waits for a rotation under way', async () => {
  const { world, app, id } = await signed()
  world.network.latencyMs = 2000
  const refreshing = app.sessions.refreshNow(id)
  await world.time.pass(SECOND)
  const closed = app.sessions.close()
  await world.time.pass(10 * SECOND)
  await Promise.all([refreshing, closed])
  expect(world.machine.keychain.vault.get(id)?.accessToken.expose()).toBe('access-2')
  await world.time.pass(5 * HOUR)
  expect(world.provider.counts.refreshes).toBe(1)
})
