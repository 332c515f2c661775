import { describe, expect, test } from 'vitest'
import type { SignInFailure } from '../../../../shared/failures.ts'
import type { SignInState } from '../../../../shared/sign-in-state.ts'
import { ADA, BOB, makeWorld, workspaceNamed, type App, type World } from '../../../support/session-world.ts'

const MINUTE = 60_000

async function signedIn(world: World, app: App, address = 'acme'): Promise<void> {
  app.sessions.signIn(address)
  await world.time.pass(0)
}

const signInOf = (app: App) => app.store.state().signIn
const connectionOf = (app: App, index = 0) => app.store.state().connections[index]

/** The steps that were told, each once, in their order. */
function stepsTold(app: App): string[] {
  const told = app.events.flatMap(event => (event.kind === 'signInChanged' ? [event.signIn] : []))
  const names = told.map((signIn: SignInState) => (signIn.kind === 'underway' ? signIn.step : signIn.kind))
  return names.filter((name, index) => name !== names[index - 1])
}

describe('signing in', () => {
  test('goes from workspace to file, and tells each step', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    expect(stepsTold(app)).toEqual(['findingWorkspace', 'inBrowser', 'sealing', 'publishing', 'succeeded'])
    const connection = connectionOf(app)
    expect(connection).toMatchObject({
      profile: 'default', user: { id: 'ada' }, session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'fresh' } }, publication: { kind: 'written' },
    })
    expect(app.store.state().defaultConnectionId).toBe(connection?.id)
    const section = world.machine.file.sections.get('default')
    expect(world.provider.personOf(section?.token)).toBe(ADA)
    expect(world.machine.keychain.vault.get(connection?.id ?? '')?.accessToken.expose()).toBe(section?.token)
    expect([...world.machine.records.values()]).toMatchObject([{ profile: 'default', isDefault: true, publishedAt: expect.any(Number) as number }])
    app.sessions.dismissSignIn()
    expect(signInOf(app)).toEqual({ kind: 'idle' })
    expect(world.bugs).toEqual([])
  })

  test('the target names both hosts before the browser opens, and when each step ended', async () => {
    const world = makeWorld()
    world.browser.behaves = 'waits'
    const app = world.start()
    await signedIn(world, app)
    expect(signInOf(app)).toMatchObject({
      kind: 'underway', step: 'inBrowser', target: { name: 'Acme', workspaceHost: 'acme.example', issuerHost: 'id.acme.example', isEmbedded: false },
    })
    await app.sessions.close()
  })

  test('here: the workspace of this computer, with the code that lets its Owner be made', async () => {
    const world = makeWorld()
    world.workspaces = [{ ...workspaceNamed('Here'), isEmbedded: true }]
    const app = world.start()
    app.sessions.signInHere()
    await world.time.pass(0)
    expect(world.browser.opened[0]?.searchParams.get('setup')).toBe('set-up-code')
    expect(connectionOf(app)).toMatchObject({ workspace: { isEmbedded: true } })
  })

  test.each<{ says: string; arrange: (world: World) => void; passMs?: number; failure: SignInFailure; step: string }>([
    { says: 'no workspace there', arrange: world => { world.workspaces = [] }, failure: { code: 'not_a_workspace', host: 'acme' }, step: 'findingWorkspace' },
    { says: 'no network', arrange: world => { world.network.isOnline = false }, failure: { code: 'workspace_unreachable', host: 'acme', trouble: 'offline' }, step: 'findingWorkspace' },
    { says: 'the person said no', arrange: world => { world.browser.behaves = 'refuses' }, failure: { code: 'consent_denied' }, step: 'inBrowser' },
    { says: 'nobody came back', arrange: world => { world.browser.behaves = 'waits' }, passMs: 5 * MINUTE, failure: { code: 'browser_did_not_return' }, step: 'inBrowser' },
    { says: 'a role that may not', arrange: world => { world.person = { ...ADA, role: 'user' } }, failure: { code: 'role_may_not', role: 'user', workspaceName: 'Acme' }, step: 'inBrowser' },
    { says: 'a token that arrives expired', arrange: world => { world.provider.rules.life = 0 }, failure: { code: 'provider_answer_unusable', host: 'id.acme.example', detail: 'expired_on_arrival' }, step: 'inBrowser' },
  ])('$says: told, and nothing is stored', async ({ arrange, passMs = 0, failure, step }) => {
    const world = makeWorld()
    arrange(world)
    const app = world.start()
    await signedIn(world, app)
    await world.time.pass(passMs)
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure, step })
    expect(world.machine.keychain.vault.size + world.machine.records.size + world.machine.file.sections.size).toBe(0)
    expect(app.store.state().connections).toEqual([])
    // Whatever was got was given back.
    expect(world.provider.counts.revocations).toHaveLength(world.provider.counts.granted * 2)
  })

  test('after a failure the same is tried again', async () => {
    const world = makeWorld()
    world.network.isOnline = false
    const app = world.start()
    await signedIn(world, app)
    world.network.isOnline = true
    app.sessions.retrySignIn()
    await world.time.pass(0)
    expect(signInOf(app).kind).toBe('succeeded')
  })

  test('the browser of the wrong account is asked to show its sign-in page', async () => {
    const world = makeWorld()
    world.person = { ...ADA, role: 'guest' }
    const app = world.start()
    await signedIn(world, app)
    world.person = ADA
    app.sessions.retrySignIn()
    await world.time.pass(0)
    expect(world.browser.opened.map(page => page.searchParams.get('prompt'))).toEqual([null, 'login'])
    expect(signInOf(app).kind).toBe('succeeded')
  })
})

describe('the browser', () => {
  test('that can not be opened leaves an address to copy', async () => {
    const world = makeWorld()
    world.browser.behaves = 'cannotOpen'
    const app = world.start()
    await signedIn(world, app)
    const signIn = signInOf(app)
    const address = signIn.kind === 'underway' ? signIn.openThisAddress : undefined
    expect(address).toMatch(/^https:\/\/id\.acme\.example\/authorize/)
    world.finishOn(new URL(address ?? ''))
    await world.time.pass(0)
    expect(signInOf(app).kind).toBe('succeeded')
  })

  test.each([{ finishes: 0, says: 'the first page' }, { finishes: 1, says: 'the page that was opened again' }, { finishes: 2, says: 'the copied address' }])(
    'each opening is a request of its own, and $says may come back', async ({ finishes }) => {
      const world = makeWorld()
      world.browser.behaves = 'waits'
      const app = world.start()
      await signedIn(world, app)
      await app.sessions.openSignInPageAgain()
      const pages = [...world.browser.opened, new URL((await app.sessions.signInAddress()) ?? '')]
      expect(new Set(pages.map(page => page.searchParams.get('state'))).size).toBe(3)
      world.finishOn(pages[finishes])
      await world.time.pass(0)
      expect(signInOf(app).kind).toBe('succeeded')
      expect(await app.sessions.signInAddress()).toBeUndefined()
    })

  test('a canceled sign-in is over at once, and a late return finds nobody', async () => {
    const world = makeWorld()
    world.browser.behaves = 'waits'
    const app = world.start()
    await signedIn(world, app)
    app.sessions.cancelSignIn()
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure: { code: 'canceled' } })
    world.finishOn(world.browser.opened[0])
    await world.time.pass(MINUTE)
    expect(world.provider.counts.granted).toBe(0)
    expect(app.store.state().connections).toEqual([])
  })

  test('canceled while tokens are on their way: they are given back', async () => {
    const world = makeWorld()
    world.network.latencyMs = 1000
    const app = world.start()
    app.sessions.signIn('acme')
    await world.time.pass(2500)
    app.sessions.cancelSignIn()
    await world.time.pass(MINUTE)
    expect(world.provider.counts.granted).toBe(1)
    expect(world.provider.counts.revocations).toHaveLength(2)
    expect(world.machine.records.size).toBe(0)
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure: { code: 'canceled' } })
  })

  test('a second sign-in cancels the first, whose pages lead nowhere', async () => {
    const world = makeWorld()
    world.workspaces.push(workspaceNamed('Beta'))
    world.browser.behaves = 'waits'
    const app = world.start()
    await signedIn(world, app, 'acme')
    await signedIn(world, app, 'beta')
    world.finishOn(world.browser.opened[0])
    await world.time.pass(0)
    expect(signInOf(app)).toMatchObject({ kind: 'underway', step: 'inBrowser', target: { name: 'Beta' } })
    world.finishOn(world.browser.opened[1])
    await world.time.pass(0)
    expect(app.store.state().connections.map(connection => connection.workspace.name)).toEqual(['Beta'])
  })
})

describe('the keychain', () => {
  const locked = { code: 'keychain_locked' as const }
  async function asking() {
    const world = makeWorld()
    world.machine.keychain.writeFailure = locked
    const app = world.start()
    await signedIn(world, app)
    expect(signInOf(app)).toMatchObject({ kind: 'askingMemoryOnly', failure: locked })
    expect(world.machine.file.sections.size).toBe(0)
    return { world, app }
  }

  test('that is locked is asked about, and the session then lives in memory alone', async () => {
    const { world, app } = await asking()
    app.sessions.answerMemoryOnly(true)
    await world.time.pass(0)
    expect(connectionOf(app)).toMatchObject({ session: { kind: 'signedIn', keptIn: 'memory' }, publication: { kind: 'written' } })
    app.kill()
    const next = world.start()
    await next.sessions.restore()
    await world.time.pass(0)
    expect(connectionOf(next)?.session).toMatchObject({ kind: 'signInRequired', reason: 'session_missing' })
  })

  test('a person who does not agree keeps nothing', async () => {
    const { world, app } = await asking()
    app.sessions.answerMemoryOnly(false)
    await world.time.pass(0)
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure: locked })
    expect(world.provider.counts.revocations).toHaveLength(2)
    expect(world.machine.records.size).toBe(0)
  })

  test('unlocked meanwhile, it is asked again without a browser', async () => {
    const { world, app } = await asking()
    world.machine.keychain.writeFailure = undefined
    app.sessions.retrySignIn()
    await world.time.pass(0)
    expect(connectionOf(app)?.session).toMatchObject({ kind: 'signedIn', keptIn: 'keychain' })
    expect(world.browser.opened).toHaveLength(1)
  })

  test('a session in memory moves to the keychain when the person says so', async () => {
    const { world, app } = await asking()
    app.sessions.answerMemoryOnly(true)
    await world.time.pass(0)
    world.machine.keychain.writeFailure = undefined
    const id = connectionOf(app)?.id
    if (id !== undefined) await app.sessions.retrySessionRead(id)
    expect(connectionOf(app)?.session).toMatchObject({ kind: 'signedIn', keptIn: 'keychain' })
  })
})

describe('signing in again', () => {
  test('as the same person renews the same connection', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    const before = connectionOf(app)
    if (before !== undefined) app.sessions.signInAgain(before.id)
    await world.time.pass(0)
    expect(app.store.state().connections).toHaveLength(1)
    expect(connectionOf(app)).toMatchObject({ id: before?.id, profile: 'default', session: { kind: 'signedIn' } })
    expect(world.browser.opened[1]?.searchParams.get('login_hint')).toBe(ADA.email)
    expect(world.machine.file.sections.get('default')?.token).toBe('access-2')
    // The old tokens may share a grant with the new ones: taking them back could end both.
    expect(world.provider.counts.revocations).toEqual([])
  })

  test('by address, as the same person, is the same connection too', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    await signedIn(world, app)
    expect(app.store.state().connections).toHaveLength(1)
  })

  test('as somebody else is refused before anything is stored', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    world.person = BOB
    const before = connectionOf(app)
    if (before !== undefined) app.sessions.signInAgain(before.id)
    await world.time.pass(0)
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure: { code: 'unexpected_account', expected: ADA.email, actual: BOB.email } })
    expect(connectionOf(app)).toEqual(before)
    expect(world.machine.file.sections.get('default')?.token).toBe('access-1')
    expect(world.provider.counts.revocations).toEqual(['refresh_token refresh-2', 'access_token access-2'])
  })

  test('as somebody else who has a session here does not end that session', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    const ada = connectionOf(app)
    world.person = BOB
    await signedIn(world, app)
    expect(app.store.state().connections.map(connection => connection.profile)).toEqual(['default', 'acme'])
    if (ada !== undefined) app.sessions.signInAgain(ada.id)
    await world.time.pass(0)
    expect(signInOf(app)).toMatchObject({ kind: 'failed', failure: { code: 'unexpected_account' } })
    expect(world.provider.counts.revocations).toEqual([])
    expect(world.provider.personOf(world.machine.file.sections.get('acme')?.token)).toBe(BOB)
  })
})

describe('the browser that a person chose', () => {
  test('is used at once, kept with the workspace, and used when it asks to sign in again', async () => {
    const world = makeWorld()
    world.browser.behaves = 'waits'
    const app = world.start()
    await signedIn(world, app)
    await app.sessions.openSignInPageAgain('firefox.desktop')
    await world.time.pass(0)
    world.finishOn(world.browser.opened.at(-1))
    await world.time.pass(0)
    expect(world.browser.openedIn).toEqual([undefined, 'firefox.desktop'])
    expect(connectionOf(app)?.browserId).toBe('firefox.desktop')
    expect([...world.machine.records.values()]).toMatchObject([{ browserId: 'firefox.desktop' }])
    app.sessions.dismissSignIn()
    app.sessions.signInAgain(connectionOf(app)?.id ?? ('' as never))
    await world.time.pass(0)
    expect(world.browser.openedIn.at(-1)).toBe('firefox.desktop')
    await app.sessions.close()
  })

  test('can be chosen later, and given up', async () => {
    const world = makeWorld()
    const app = world.start()
    await signedIn(world, app)
    const id = connectionOf(app)?.id ?? ('' as never)
    await app.sessions.chooseBrowser(id, 'chromium.desktop')
    expect(connectionOf(app)?.browserId).toBe('chromium.desktop')
    await app.sessions.chooseBrowser(id, undefined)
    app.sessions.signInAgain(id)
    await world.time.pass(0)
    expect(world.browser.openedIn.at(-1)).toBeUndefined()
  })
})
