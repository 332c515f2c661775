import { describe, expect, test } from 'vitest'
import { makeWorld, workspaceNamed, type App, type World } from '../../../support/session-world.ts'

async function signedIn(world: World, app: App, address = 'acme'): Promise<void> {
  app.sessions.signIn(address)
  await world.time.pass(0)
}

const signInOf = (app: App) => app.store.state().signIn
const connectionOf = (app: App) => app.store.state().connections[0]

/** A machine on which another tool has written the default profile. */
function withTheirDefault(): ReturnType<typeof makeWorld> {
  const world = makeWorld()
  world.machine.file.exists = true
  world.machine.file.sections.set('default', { token: 'theirs', expiresAt: undefined, workspaceSlug: 'other', baseUrl: 'https://other.example/api/v1' })
  return world
}

describe('profiles', () => {
  test('the default of somebody else is not taken: said, and tools read the old one', async () => {
    const world = withTheirDefault()
    const app = world.start()
    await signedIn(world, app)
    const id = connectionOf(app)?.id
    expect(connectionOf(app)).toMatchObject({ profile: 'default', session: { kind: 'signedIn' }, publication: { kind: 'failed', failure: { code: 'profile_taken' } } })
    expect(signInOf(app).kind).toBe('succeeded')
    expect(world.machine.file.sections.get('default')?.token).toBe('theirs')
    if (id === undefined) return
    expect((await app.sessions.renameProfile(id, 'acme')).ok).toBe(true)
    expect(connectionOf(app)).toMatchObject({ profile: 'acme', publication: { kind: 'written' } })
    expect(world.machine.file.sections.get('default')?.token).toBe('theirs')
  })

  test('or is, when the person says so', async () => {
    const world = withTheirDefault()
    const app = world.start()
    await signedIn(world, app)
    const id = connectionOf(app)?.id
    if (id !== undefined) expect(await app.sessions.publishAgain(id, true)).toEqual({ ok: true, value: null })
    expect(world.machine.file.sections.get('default')?.token).toBe('access-1')
  })

  async function two() {
    const world = makeWorld()
    world.workspaces.push(workspaceNamed('Beta'))
    const app = world.start()
    await signedIn(world, app, 'acme')
    await signedIn(world, app, 'beta')
    const [acme, beta] = app.store.state().connections
    if (acme === undefined || beta === undefined) throw new Error('two connections were expected')
    return { world, app, acme: acme.id, beta: beta.id, tokenAt: (profile: string) => world.machine.file.sections.get(profile)?.token }
  }

  test('another default changes places, and tools always find one', async () => {
    const { app, beta, tokenAt } = await two()
    expect([tokenAt('default'), tokenAt('beta')]).toEqual(['access-1', 'access-2'])
    expect(await app.sessions.makeDefault(beta)).toEqual({ ok: true, value: null })
    expect([tokenAt('default'), tokenAt('acme'), tokenAt('beta')]).toEqual(['access-2', 'access-1', undefined])
    expect(app.store.state()).toMatchObject({ defaultConnectionId: beta, connections: [{ profile: 'acme' }, { profile: 'default' }] })
  })

  test.each([
    { says: 'a name that is no name', name: '[x]', failure: { code: 'profile_name_invalid' } },
    { says: 'the name of another connection', name: 'default', failure: { code: 'profile_in_use', profile: 'default' } },
  ])('$says is refused, and nothing changes', async ({ name, failure }) => {
    const { app, beta, tokenAt } = await two()
    expect(await app.sessions.renameProfile(beta, name)).toEqual({ ok: false, failure })
    expect(tokenAt('beta')).toBe('access-2')
  })

  test('a full disk changes no name', async () => {
    const { world, app, beta, tokenAt } = await two()
    const failure = { code: 'disk_full' as const, path: '~/.cerby/credentials' }
    world.machine.file.failure = failure
    expect(await app.sessions.makeDefault(beta)).toEqual({ ok: false, failure })
    expect([tokenAt('default'), tokenAt('beta')]).toEqual(['access-1', 'access-2'])
    expect(app.store.state().connections.map(connection => connection.profile)).toEqual(['default', 'beta'])
  })

  test('a session without a token can be renamed too', async () => {
    const { world, app, beta, tokenAt } = await two()
    world.provider.endAllSessions()
    await app.sessions.refreshNow(beta)
    expect((await app.sessions.renameProfile(beta, 'production')).ok).toBe(true)
    expect(tokenAt('production')).toBeUndefined()
    expect(world.machine.file.sections.has('beta')).toBe(false)
  })
})
