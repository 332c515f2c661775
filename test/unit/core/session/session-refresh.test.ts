import { describe, expect, test } from 'vitest'
import type { ProviderFailure } from '../../../../shared/failures.ts'
import { inFile, isFileGood, publicationOf, sessionOf, sessionsTold, signed } from '../../../support/session-signed.ts'
import { makeWorld } from '../../../support/session-world.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('in time', () => {
  test('a one-hour token is renewed from a quarter of an hour before its end', async () => {
    const signedIn = await signed()
    await signedIn.world.time.pass(41 * MINUTE)
    expect(inFile(signedIn)).toBe('access-1')
    await signedIn.world.time.pass(4 * MINUTE)
    expect(inFile(signedIn)).toBe('access-2')
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'fresh' } })
  })

  test.each([{ life: 60 }, { life: 300 }, { life: 3600 }, { life: 43_200 }])('the file never holds a dead token of $life s, for twenty of their lives', async ({ life }) => {
    const signedIn = await signed(life)
    for (let n = 0; n < 2000; n += 1) {
      await signedIn.world.time.pass(life * 10)
      expect(isFileGood(signedIn)).toBe(true)
    }
    const { counts } = signedIn.world.provider
    // One request a token, and most of each token's life used.
    expect(counts.refreshes).toBe(counts.granted - 1)
    expect(counts.granted).toBeLessThanOrEqual(1 + 20 / 0.7)
    expect(signedIn.world.bugs).toEqual([])
  })

  test('a server whose clock is five minutes off changes nothing: lives are counted at receipt', async () => {
    const signedIn = await signed()
    signedIn.world.time.setWall(5 * MINUTE)
    await signedIn.world.time.pass(3 * HOUR)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('the vault has the new tokens before the file, and the file before the window', async () => {
    const signedIn = await signed()
    const { world, app, id } = signedIn
    const order: string[] = []
    const { vault } = world.machine.keychain
    const set = vault.set.bind(vault)
    vault.set = (...args) => { order.push('vault'); return set(...args) }
    const sections = world.machine.file.sections
    const write = sections.set.bind(sections)
    sections.set = (...args) => { order.push('file'); return write(...args) }
    app.store.subscribe((_state, event) => { if (event.kind === 'sessionChanged' && event.session.kind === 'signedIn' && event.session.token.kind === 'fresh') order.push('told') })
    await app.sessions.refreshNow(id)
    // First that the old refresh token is being spent, then what came for it.
    expect(order).toEqual(['vault', 'vault', 'file', 'told'])
  })
})

describe('one request however many ask', () => {
  test('fifty at the instant of expiry', async () => {
    const signedIn = await signed()
    const { world, app, id } = signedIn
    world.network.latencyMs = 500
    world.time.sleep(HOUR)
    const asked = Array.from({ length: 50 }, () => app.sessions.bearerToken(id))
    await world.time.pass(2 * SECOND)
    const tokens = await Promise.all(asked)
    expect(new Set(tokens.map(token => (token.ok ? token.value.expose() : token.failure.code)))).toEqual(new Set(['access-2']))
    expect(world.provider.counts.refreshes).toBe(1)
  })

  test('fifty that were refused with the same token get one new one', async () => {
    const { world, app, id } = await signed()
    world.network.latencyMs = 500
    const asked = Array.from({ length: 50 }, () => app.sessions.renewAfterRefusal(id))
    await world.time.pass(2 * SECOND)
    const tokens = (await Promise.all(asked)).map(token => (token.ok ? token.value.expose() : token.failure.code))
    expect(new Set(tokens)).toEqual(new Set(['access-2']))
    // One that was slow to be refused asks later, and gets what there is.
    const late = await app.sessions.renewAfterRefusal(id)
    expect(late.ok && late.value.expose()).toBe('access-2')
    expect(world.provider.counts.refreshes).toBe(1)
  })

  test('two processes that look at the same moment', async () => {
    const signedIn = await signed()
    const other = signedIn.world.start()
    await other.sessions.restore()
    signedIn.world.network.latencyMs = 300
    await signedIn.world.time.pass(3 * HOUR)
    const { counts } = signedIn.world.provider
    expect(counts.refreshes).toBe(counts.granted - 1)
    expect(counts.granted).toBeLessThanOrEqual(1 + Math.ceil(180 / 42))
    for (const app of [signedIn.app, other]) expect((await app.sessions.bearerToken(signedIn.id)).ok).toBe(true)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('what another process renewed is taken over when the file changes, without a request', async () => {
    const signedIn = await signed()
    const other = signedIn.world.start()
    await other.sessions.restore()
    await signedIn.world.time.drain()
    await other.sessions.refreshNow(signedIn.id)
    await signedIn.app.sessions.credentialsFileChanged()
    const token = await signedIn.app.sessions.bearerToken(signedIn.id)
    expect(token.ok && token.value.expose()).toBe('access-2')
    expect(publicationOf(signedIn)?.kind).toBe('written')
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
  })
})

describe('trouble', () => {
  const down: ProviderFailure = { code: 'provider_unreachable', host: 'id.acme.example', trouble: 'server_error' }

  test('the network is gone: the session stands, and the old token until its real end', async () => {
    const signedIn = await signed()
    signedIn.world.network.isOnline = false
    await signedIn.world.time.pass(50 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'waiting', failure: { code: 'provider_unreachable', trouble: 'offline' } } })
    expect(inFile(signedIn)).toBe('access-1')
    expect((await signedIn.app.sessions.bearerToken(signedIn.id)).ok).toBe(true)
    // At most one try a minute while the old token works.
    expect(signedIn.world.provider.counts.refreshes).toBe(0)
    await signedIn.world.time.pass(11 * MINUTE)
    expect(inFile(signedIn)).toBeUndefined()
    expect(publicationOf(signedIn)?.kind).toBe('withdrawn')
    expect(await signedIn.app.sessions.bearerToken(signedIn.id)).toMatchObject({ ok: false, failure: { code: 'provider_unreachable' } })
    signedIn.world.network.isOnline = true
    signedIn.app.sessions.look('online')
    await signedIn.world.time.pass(0)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('the proxy wants a password: said as what it is, and over when somebody gave it', async () => {
    const signedIn = await signed()
    const failure = { code: 'provider_unreachable', host: 'id.acme.example', trouble: 'proxy_wants_password' } as const
    signedIn.world.network.failure = failure
    await signedIn.world.time.pass(50 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'waiting', failure } })
    expect(isFileGood(signedIn)).toBe(true)
    signedIn.world.network.failure = undefined
    await signedIn.world.time.pass(5 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'fresh' } })
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('ten hours without network: few tries, each a while after the last', async () => {
    const signedIn = await signed()
    signedIn.world.network.failure = down
    await signedIn.world.time.pass(HOUR)
    const before = sessionsTold(signedIn).filter(session => session.kind === 'signedIn' && session.token.kind === 'refreshing').length
    await signedIn.world.time.pass(10 * HOUR)
    const tries = sessionsTold(signedIn).filter(session => session.kind === 'signedIn' && session.token.kind === 'refreshing').length - before
    expect(tries).toBeGreaterThan(60)
    expect(tries).toBeLessThan(350)
  })

  test('a storm of network events is no storm of requests', async () => {
    const signedIn = await signed()
    signedIn.world.network.failure = down
    await signedIn.world.time.pass(46 * MINUTE)
    const refreshing = () => sessionsTold(signedIn).filter(session => session.kind === 'signedIn' && session.token.kind === 'refreshing').length
    const before = refreshing()
    for (let n = 0; n < 100; n += 1) {
      signedIn.app.sessions.look('online')
      await signedIn.world.time.pass(100)
    }
    expect(refreshing() - before).toBeLessThanOrEqual(6)
  })

  test('Retry-After is obeyed, whatever wakes us meanwhile', async () => {
    const signedIn = await signed()
    signedIn.world.network.failure = { ...down, retryAfterSeconds: 600 }
    await signedIn.world.time.pass(46 * MINUTE)
    const told = sessionOf(signedIn)
    const retryAt = told?.kind === 'signedIn' && told.token.kind === 'waiting' ? told.token.retryAt : undefined
    expect(retryAt).toBeGreaterThan(signedIn.world.time.clock.now() + 5 * MINUTE)
    signedIn.world.network.failure = undefined
    for (let n = 0; n < 10; n += 1) {
      signedIn.app.sessions.look('online')
      signedIn.app.sessions.look('wake')
      await signedIn.world.time.pass(10 * SECOND)
    }
    expect(signedIn.world.provider.counts.refreshes).toBe(0)
    await signedIn.world.time.pass((retryAt ?? 0) - signedIn.world.time.clock.now())
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
  })

  test('a hung provider holds up nobody else', async () => {
    const signedIn = await signed()
    const { world, app, id } = signedIn
    world.network.hangs = true
    await world.time.pass(50 * MINUTE)
    const refreshing = app.sessions.refreshNow(id)
    await world.time.pass(SECOND)
    // The token still works, so it is given although a refresh hangs.
    expect(await app.sessions.bearerToken(id)).toMatchObject({ ok: true })
    await world.time.pass(10 * SECOND)
    expect(await refreshing).toMatchObject({ ok: false, failure: { trouble: 'no_answer' } })
  })

  test('an ended session asks for a sign-in at once, once, and its token leaves the file', async () => {
    const signedIn = await signed()
    signedIn.world.provider.endAllSessions()
    await signedIn.world.time.pass(3 * HOUR)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signInRequired', reason: 'session_ended' })
    expect(sessionsTold(signedIn).filter(session => session.kind === 'signInRequired')).toHaveLength(1)
    expect(inFile(signedIn)).toBeUndefined()
    expect(signedIn.world.machine.file.sections.get('default')?.workspaceSlug).toBe('acme')
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
    expect(signedIn.world.browser.opened).toHaveLength(1)
    expect(await signedIn.app.sessions.bearerToken(signedIn.id)).toEqual({ ok: false, failure: { code: 'sign_in_required' } })
  })

  test.each(['invalid_client', 'unauthorized_client', 'invalid_scope'])('%s is shown as what it is, and signs nobody out', async error => {
    const signedIn = await signed()
    signedIn.world.provider.rules.refuses = error
    await signedIn.world.time.pass(50 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'waiting', failure: { code: 'grant_refused', error } } })
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
    signedIn.world.provider.rules.refuses = undefined
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
  })

  test('a role that was lost is said so', async () => {
    const signedIn = await signed()
    signedIn.world.provider.rules.refuses = 'access_denied'
    await signedIn.world.time.pass(50 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signInRequired', reason: 'role_lost' })
    expect(inFile(signedIn)).toBeUndefined()
  })

  test('a refresh that is answered for somebody else ends in a clean sign-in, and their tokens go back', async () => {
    const signedIn = await signed()
    signedIn.world.provider.rules.mixesUp = true
    await signedIn.world.time.pass(2 * HOUR)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signInRequired', reason: 'other_account' })
    expect(inFile(signedIn)).toBeUndefined()
    expect(signedIn.world.machine.keychain.vault.size).toBe(0)
    expect(signedIn.world.provider.counts).toMatchObject({ refreshes: 1, revocations: [expect.stringMatching(/^refresh_token /)] })
  })

  test('a role that the workspace took away is noticed after the next refresh, and the tokens are given back', async () => {
    const world = makeWorld()
    const person = { ...world.person }
    world.person = person
    const app = world.start()
    app.sessions.signIn('acme')
    await world.time.pass(0)
    person.role = 'guest'
    await world.time.pass(HOUR)
    expect(app.store.state().connections[0]?.session).toMatchObject({ kind: 'signInRequired', reason: 'role_lost' })
    expect(world.provider.counts.revocations).toHaveLength(2)
    expect(world.machine.file.sections.get('default')?.token).toBeUndefined()
  })

  test('a fresh token that is already expired is an error, and its refresh token is kept', async () => {
    const signedIn = await signed()
    signedIn.world.provider.rules.life = 0
    await signedIn.world.time.pass(46 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ token: { kind: 'waiting', failure: { code: 'provider_answer_unusable', detail: 'expired_on_arrival' } } })
    signedIn.world.provider.rules.life = undefined
    await signedIn.world.time.pass(10 * MINUTE)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('answers without a refresh token keep the old one, for fifty refreshes', async () => {
    const signedIn = await signed()
    signedIn.world.provider.rules.rotates = false
    for (let n = 0; n < 50; n += 1) expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
    expect(isFileGood(signedIn)).toBe(true)
  })
})
