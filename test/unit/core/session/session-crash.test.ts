import { describe, expect, test } from 'vitest'
import { ADA, makeWorld, type App, type World } from '../../../support/session-world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/*
 * A process dies at each call that it makes of the world, before and after that took effect. Whatever it leaves, the next
 * start finds a session that works or asks for a sign-in, and asks the provider no more often than twice.
 */

interface Story {
  says: string
  /** What is so before the process that dies begins. */
  arrange: (world: World) => Promise<App>
  act: (world: World, app: App) => Promise<void>
}

async function signedInApp(world: World): Promise<App> {
  const app = world.start()
  app.sessions.signIn('acme')
  await world.time.pass(0)
  return app
}

/** Lets time pass until the process dies; the next one starts at that moment. */
async function passWhileAlive(world: World, app: App, ms: number): Promise<void> {
  for (let passed = 0; passed < ms && !app.isDead(); passed += 1000) await world.time.pass(1000)
}

const idOf = (app: App) => {
  const id = app.store.state().connections[0]?.id
  if (id === undefined) throw new Error('a connection was expected')
  return id
}

const stories: Story[] = [
  {
    says: 'a first sign-in',
    arrange: world => Promise.resolve(world.start()),
    act: async (world, app) => {
      app.sessions.signIn('acme')
      await world.time.pass(0)
    },
  },
  {
    says: 'a sign-in again',
    arrange: signedInApp,
    act: async (world, app) => {
      app.sessions.signInAgain(idOf(app))
      await world.time.pass(0)
    },
  },
  {
    says: 'a refresh that a person asked for',
    arrange: signedInApp,
    act: async (world, app) => {
      void app.sessions.refreshNow(idOf(app))
      await world.time.pass(0)
    },
  },
  {
    says: 'three hours of staying fresh',
    arrange: signedInApp,
    act: (world, app) => passWhileAlive(world, app, 3 * HOUR),
  },
  {
    says: 'a start with a dead token',
    arrange: async world => {
      ;(await signedInApp(world)).kill()
      world.time.sleep(5 * HOUR)
      return world.start()
    },
    act: async (world, app) => {
      void app.sessions.restore()
      await passWhileAlive(world, app, MINUTE)
    },
  },
  {
    says: 'a change of name',
    arrange: signedInApp,
    act: async (world, app) => {
      void app.sessions.renameProfile(idOf(app), 'acme')
      await world.time.pass(0)
    },
  },
  {
    says: 'a sign-out',
    arrange: signedInApp,
    act: async (world, app) => {
      void app.sessions.signOut(idOf(app))
      await world.time.pass(0)
    },
  },
]

interface End {
  kind: 'works' | 'signInRequired' | 'nobody'
  requests: number
}

/** Starts the app after the death of the last one, and lets an hour go by. */
async function aftermath(world: World): Promise<End> {
  const before = world.provider.counts.refreshes
  const next = world.start()
  await next.sessions.restore()
  await world.time.pass(10 * MINUTE)
  const requests = world.provider.counts.refreshes - before
  await world.time.pass(50 * MINUTE)
  const { connections } = next.store.state()
  expect(world.bugs).toEqual([])
  const tokens = [...world.machine.file.sections.values()].flatMap(section => section.token ?? [])
  // No tool is left with a dead token, whoever wrote it.
  for (const token of tokens) expect(world.provider.personOf(token)).toBe(ADA)
  if (connections.length === 0) return { kind: 'nobody', requests }
  expect(connections).toHaveLength(1)
  const [connection] = connections
  if (connection?.session.kind === 'signInRequired') return { kind: 'signInRequired', requests }
  const token = await next.sessions.bearerToken(idOf(next))
  expect(token.ok && world.provider.personOf(token.value.expose())).toBe(ADA)
  expect(tokens).toContain(token.ok && token.value.expose())
  await next.sessions.close()
  return { kind: 'works', requests }
}

async function callsOf(story: Story): Promise<{ first: number; last: number }> {
  const world = makeWorld()
  const app = await story.arrange(world)
  const first = app.calls() + 1
  await story.act(world, app)
  const last = app.calls()
  await app.sessions.close()
  return { first, last }
}

describe.each(stories)('killed in $says', story => {
  for (const { graceMs, provider } of [{ graceMs: 0, provider: 'a strict provider' }, { graceMs: 30_000, provider: 'a provider with half a minute of grace' }]) {
    test.each(['before', 'after'] as const)(`%s any call of the world, with ${provider}`, async when => {
      const { first, last } = await callsOf(story)
      expect(last).toBeGreaterThan(first)
      const ends: End[] = []
      for (let call = first; call <= last; call += 1) {
        const world = makeWorld()
        world.provider.rules.graceMs = graceMs
        const app = await story.arrange(world)
        app.dieAt(call, when)
        await story.act(world, app)
        expect(app.isDead()).toBe(true)
        app.kill()
        ends.push(await aftermath(world))
      }
      for (const end of ends) expect(end.requests).toBeLessThanOrEqual(2)
      // With grace nothing is lost, but by a first sign-in that was not finished.
      const lost = ends.filter(end => end.kind === 'signInRequired').length
      if (graceMs > 0 && story.says !== 'a first sign-in') expect(lost).toBe(0)
      // The one moment that nobody can close: the provider has spent the old token, and we have not sealed the new one.
      if (graceMs === 0) expect(lost).toBeLessThanOrEqual(story.says === 'three hours of staying fresh' ? 12 : 4)
    })
  }
})
