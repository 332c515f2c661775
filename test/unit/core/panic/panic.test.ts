import { describe, expect, test } from 'vitest'
import type { KeysApi } from '../../../../electron/core/api-keys/ports.ts'
import { makePanic, type Panic } from '../../../../electron/core/panic/panic.ts'
import { GIVES_UP_AFTER_MS } from '../../../../electron/core/panic/ports.ts'
import type { ApiKey } from '../../../../shared/api-key.ts'
import type { ConnectionId } from '../../../../shared/connection.ts'
import { after } from '../../../../shared/instant.ts'
import { fail, succeed } from '../../../../shared/outcome.ts'
import type { MadeKey, PanicKeys, PanicReceipt } from '../../../../shared/panic.ts'
import { makeWorld, workspaceNamed, type App, type World } from '../../../support/session-world.ts'

const DAY = 86_400_000

/** What outlives a process beside the sessions: the workspaces' keys and the receipt. */
interface Shelf { kept: { receipt: PanicReceipt; isPutAway: boolean } | undefined }

interface Scene {
  world: World
  app: App
  panic: Panic
  keys: Map<string, string>
  shelf: Shelf
  clipboard: { clears: boolean; cleared: number }
  /** Starts the app anew on the same machine. */
  restart(): Promise<Scene>
}

const keyOf = (id: string): ApiKey => ({ id, name: `key ${id}`, prefix: 'p', lastFour: 'wxyz', scopes: [], createdAt: after(0 as never, 0), expiresAt: 'never', lastUsedAt: 'never', status: 'active' })

/** The workspaces' keys, deletable with a token that the provider still knows. */
function keysApi(world: World, keys: Map<string, string>): Pick<KeysApi, 'list' | 'remove'> {
  const allowed = async (access: Parameters<KeysApi['remove']>[0]) => {
    const token = await access.token()
    if (!token.ok) return token
    if (!world.network.isOnline) return fail({ code: 'workspace_unreachable', host: 'acme.example', trouble: 'offline' } as const)
    return world.provider.personOf(token.value.expose()) === undefined ? fail({ code: 'sign_in_required' } as const) : succeed(access.baseUrl)
  }
  return {
    async list(access) {
      const mine = await allowed(access)
      if (!mine.ok) return mine
      const own = [...keys].filter(([, baseUrl]) => baseUrl === access.baseUrl).map(([id]) => keyOf(id))
      return succeed({ keys: own, total: own.length })
    },
    async remove(access, keyId) {
      const mine = await allowed(access)
      if (!mine.ok) return mine
      return keys.delete(keyId) ? succeed(null) : fail({ code: 'not_found' })
    },
  }
}

function begin(world: World, keys: Map<string, string>, shelf: Shelf, madeKeys: MadeKey[] = []): Scene {
  const app = world.start()
  const clipboard = { clears: true, cleared: 0 }
  const panic = makePanic({
    clock: world.time.clock, timer: world.time.timer, tell: app.store.tell, departures: app.sessions.departures, api: keysApi(world, keys),
    shelf: {
      read: () => Promise.resolve(shelf.kept),
      keep: (receipt, isPutAway) => { shelf.kept = { receipt, isPutAway }; return Promise.resolve() },
      clear: () => { shelf.kept = undefined; return Promise.resolve() },
    },
    known: () => ({ connections: app.store.state().connections, madeKeys }),
    clearClipboard: () => { clipboard.cleared += 1; return Promise.resolve(clipboard.clears) },
    dropReveals: () => undefined,
    reportBug: error => { world.bugs.push(error) },
  })
  const scene: Scene = {
    world, app, panic, keys, shelf, clipboard,
    async restart() {
      app.kill()
      const again = begin(world, keys, shelf)
      await again.app.sessions.restore()
      await again.panic.resume()
      await world.time.pass(0)
      return again
    },
  }
  return scene
}

/** Signed in to two workspaces, with two keys in each. */
async function signedIn(madeKeys: (ids: ConnectionId[]) => MadeKey[] = () => [], canRevoke = true): Promise<Scene> {
  const world = makeWorld()
  world.provider.rules.canRevoke = canRevoke
  world.workspaces = [workspaceNamed('Acme'), workspaceNamed('Globex')]
  const keys = new Map(world.workspaces.flatMap(({ slug, baseUrl }) => [[`${slug}-1`, baseUrl], [`${slug}-2`, baseUrl]] as const))
  const made: MadeKey[] = []
  const scene = begin(world, keys, { kept: undefined }, made)
  for (const { slug } of world.workspaces) {
    scene.app.sessions.signIn(slug)
    await world.time.pass(0)
  }
  made.push(...madeKeys(scene.app.store.state().connections.map(({ id }) => id)))
  expect(world.machine.file.sections.size).toBe(2)
  return scene
}

async function press(scene: Scene, wish: PanicKeys): Promise<void> {
  scene.panic.start(wish)
  await scene.world.time.pass(0)
  await scene.panic.settled()
}

/** The receipt as short lines. */
function lines({ app }: Scene): string[] {
  const { panic } = app.store.state()
  if (panic.kind === 'idle') return []
  return panic.receipt.items.map(({ subject, standing }) => {
    const about = 'name' in subject ? subject.keyId : 'profile' in subject ? subject.profile : 'workspace' in subject ? subject.workspace : ''
    return `${subject.kind} ${about}: ${standing.kind}${'why' in standing ? ` ${standing.why}` : ''}`
  })
}

const nothingLeft = ({ world }: Scene) => {
  expect(world.machine.keychain.vault.size).toBe(0)
  expect(world.machine.records.size).toBe(0)
  expect(world.machine.file.sections.size).toBe(0)
  expect(world.bugs).toEqual([])
}

describe('a panic', () => {
  test('with everybody online does all at once, and says so line by line', async () => {
    const scene = await signedIn(([acme = '' as ConnectionId]) => [{ connectionId: acme, keyId: 'acme-1', name: 'ci', madeAt: after(0 as never, 1) }])
    await press(scene, { kind: 'madeHere' })
    expect(lines(scene)).toEqual([
      'clipboard : done', 'section default: done', 'section globex: done', 'key acme-1: done', 'session Acme: done', 'session Globex: done', 'keychain Acme: done', 'keychain Globex: done',
    ])
    expect([...scene.keys.keys()]).toEqual(['acme-2', 'globex-1', 'globex-2'])
    expect(scene.app.store.state().connections).toEqual([])
    expect(scene.world.provider.counts.revocations).toHaveLength(4)
    nothingLeft(scene)
  })

  test.each<{ says: string; wish: PanicKeys; left: string[] }>([
    { says: 'no key', wish: { kind: 'none' }, left: ['acme-1', 'acme-2', 'globex-1', 'globex-2'] },
    { says: 'all of a person, in every workspace', wish: { kind: 'mine' }, left: [] },
    { says: 'those chosen, gone ones among them', wish: { kind: 'chosen', keys: ['acme-2', 'gone'].map(keyId => ({ connectionId: '00000000-0000-4000-8000-000000000001' as ConnectionId, keyId, name: keyId })) }, left: ['acme-1', 'globex-1', 'globex-2'] },
  ])('deletes $says', async ({ wish, left }) => {
    const scene = await signedIn()
    const acme = scene.app.store.state().connections[0]?.id ?? ('' as ConnectionId)
    await press(scene, wish.kind === 'chosen' ? { ...wish, keys: wish.keys.map(key => ({ ...key, connectionId: acme })) } : wish)
    expect([...scene.keys.keys()]).toEqual(left)
    nothingLeft(scene)
  })

  test('without a network takes everything local away, and keeps only what the rest needs', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'mine' })
    expect(lines(scene)).toContain('section default: done')
    expect(lines(scene)).toContain('allKeys Acme: queued unreachable')
    expect(lines(scene)).toContain('session Acme: queued unreachable')
    expect(scene.world.machine.file.sections.size).toBe(0)
    expect(scene.app.store.state().connections).toEqual([])
    expect(JSON.stringify(scene.shelf.kept)).not.toMatch(/access-|refresh-/)
    expect(JSON.stringify([...scene.world.machine.records.values()])).not.toMatch(/access-|refresh-/)
  })

  test('goes on when the network is back: the keys first, then the session, then the keychain', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'mine' })
    scene.world.network.isOnline = true
    scene.panic.retry()
    await scene.world.time.pass(0)
    await scene.panic.settled()
    expect(scene.keys.size).toBe(0)
    expect(lines(scene).filter(line => !line.endsWith(': done'))).toEqual([])
    nothingLeft(scene)
  })

  test('goes on by itself after a while', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'none' })
    scene.world.network.isOnline = true
    await scene.world.time.pass(31_000)
    nothingLeft(scene)
  })

  test('survives a restart in the middle, even with a token that died meanwhile', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'mine' })
    await scene.world.time.pass(2 * 3_600_000)
    scene.world.network.isOnline = true
    const again = await scene.restart()
    await again.panic.settled()
    expect(again.app.store.state().connections).toEqual([])
    expect(scene.keys.size).toBe(0)
    expect(lines(again).filter(line => !line.endsWith(': done'))).toEqual([])
    nothingLeft(scene)
  })

  test('a kill at any step leaves nothing that a next start does not finish', async () => {
    const whole = await signedIn()
    const before = whole.app.calls()
    await press(whole, { kind: 'none' })
    const steps = whole.app.calls() - before
    expect(steps).toBeGreaterThan(10)
    for (let step = 1; step <= steps; step += 1) {
      const scene = await signedIn()
      scene.app.dieAt(scene.app.calls() + step, 'after')
      scene.panic.start({ kind: 'none' })
      await scene.world.time.pass(60_000)
      const again = await scene.restart()
      await scene.world.time.pass(120_000)
      await again.panic.settled()
      // A kill before the first record is written leaves connections as they were: nothing was announced as done.
      const { connections } = again.app.store.state()
      expect(scene.world.machine.records.size, `step ${String(step)}`).toBe(connections.length)
      expect(scene.world.machine.keychain.vault.size, `step ${String(step)}`).toBe(connections.length)
    }
  })

  test('with a locked keychain empties file and clipboard, and the keychain when it opens', async () => {
    const scene = await signedIn()
    scene.world.machine.keychain.writeFailure = { code: 'keychain_locked' }
    await press(scene, { kind: 'none' })
    expect(lines(scene)).toContain('section default: done')
    // The tokens were in memory, so the session itself is revoked all the same.
    expect(lines(scene)).toContain('session Acme: done')
    expect(lines(scene)).toContain('keychain Acme: queued keychain')
    scene.world.machine.keychain.writeFailure = undefined
    await scene.world.time.pass(31_000)
    nothingLeft(scene)
  })

  test('a full disk is tried again', async () => {
    const scene = await signedIn()
    scene.world.machine.file.failure = { code: 'disk_full', path: '~/.cerby/credentials' }
    await press(scene, { kind: 'none' })
    expect(lines(scene)).toContain('section default: queued file')
    scene.world.machine.file.failure = undefined
    await scene.world.time.pass(31_000)
    nothingLeft(scene)
  })

  test('a session that had ended can delete no key, and says so', async () => {
    const scene = await signedIn()
    scene.world.provider.endAllSessions()
    await scene.app.sessions.refreshAll()
    await press(scene, { kind: 'mine' })
    expect(lines(scene)).toContain('allKeys Acme: failed no_session')
    expect(lines(scene)).toContain('session Acme: done')
    nothingLeft(scene)
  })

  test('a provider that knows no revocation is told as such, and nothing is kept for it', async () => {
    const scene = await signedIn(() => [], false)
    await press(scene, { kind: 'none' })
    expect(lines(scene)).toContain('session Acme: failed no_revocation')
    nothingLeft(scene)
  })

  test('a desktop that will not clear its clipboard is asked again', async () => {
    const scene = await signedIn()
    scene.clipboard.clears = false
    await press(scene, { kind: 'none' })
    expect(lines(scene)).toContain('clipboard : queued clipboard')
    scene.clipboard.clears = true
    await scene.world.time.pass(31_000)
    expect(lines(scene)).toContain('clipboard : done')
  })

  test('is given up after two weeks, and what it kept for that is forgotten', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'none' })
    await scene.world.time.pass(GIVES_UP_AFTER_MS + DAY)
    expect(lines(scene)).toContain('session Acme: failed gave_up')
    nothingLeft(scene)
  })

  test('its receipt stays over a restart until it is put away, and what is queued goes on without it', async () => {
    const scene = await signedIn()
    scene.world.network.isOnline = false
    await press(scene, { kind: 'none' })
    const again = await scene.restart()
    expect(lines(again)).toContain('session Acme: queued unreachable')
    again.panic.dismiss()
    await scene.world.time.pass(0)
    expect(lines(again)).toEqual([])
    scene.world.network.isOnline = true
    again.panic.retry()
    await scene.world.time.pass(0)
    await again.panic.settled()
    nothingLeft(scene)
    expect(scene.shelf.kept).toBeUndefined()
  })
})
