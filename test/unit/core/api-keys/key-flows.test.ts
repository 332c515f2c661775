import { describe, expect, test } from 'vitest'
import { makeKeyFlows, type KeyFlows } from '../../../../electron/core/api-keys/key-flows.ts'
import type { FreshKey, KeysApi } from '../../../../electron/core/api-keys/ports.ts'
import { REVEAL_MS } from '../../../../electron/core/api-keys/reveals.ts'
import { Secret } from '../../../../electron/core/secret.ts'
import type { ApiKey } from '../../../../shared/api-key.ts'
import type { Input } from '../../../../shared/contract.ts'
import { ConnectionId } from '../../../../shared/connection.ts'
import type { ApiFailure } from '../../../../shared/failures.ts'
import { after, instant } from '../../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../../shared/outcome.ts'

const ACME = ConnectionId.parse('5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11')
const OTHER = ConnectionId.parse('5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f12')
const START = instant(1_795_000_000_000)
const HOUR = 3_600_000
const KEY: ApiKey = {
  id: 'k1', name: 'Nightly sync', prefix: 'crbk_live_abcd', lastFour: 'wxyz', scopes: ['read:users'], createdAt: START, expiresAt: after(START, HOUR), lastUsedAt: 'never', status: 'active',
}
// Of the right form, with a checksum that does not fit.
const DAMAGED = 'crbk_live_3vXQbq9WZ0aL_8b0mYkq2Jc5sR1dT7uV4wX6yZ9aB3cD5eF7gH0iJ2kL4'
const unknownFormat = 'acme_0123456789'

interface World { flows: KeyFlows; at: (ms: number) => void; ring: () => void; calls: unknown[]; told: string[]; closed: string[]; copied: string[] }

function world(answers: Partial<{ plain: string; failure: ApiFailure; remove: Outcome<null, ApiFailure> }> = {}): World {
  let now = START
  const calls: unknown[] = []
  const told: string[] = []
  const closed: string[] = []
  const copied: string[] = []
  const timers = new Set<() => void>()
  let reveals = 0
  const fresh = (): Outcome<FreshKey, ApiFailure> => answers.failure ? fail(answers.failure) : succeed({ key: KEY, plain: new Secret(answers.plain ?? unknownFormat) })
  const noted = <T>(name: string, value: T) => (_: unknown, ...rest: unknown[]) => { calls.push([name, ...rest]); return Promise.resolve(value) }
  const api: KeysApi = {
    list: noted('list', succeed({ keys: [KEY], total: 1 })),
    read: noted('read', succeed(KEY)),
    generate: (_, ...rest) => { calls.push(['generate', ...rest]); return Promise.resolve(fresh()) },
    rotate: (_, ...rest) => { calls.push(['rotate', ...rest]); return Promise.resolve(fresh()) },
    change: noted('change', answers.failure ? fail(answers.failure) : succeed(KEY)),
    remove: noted('remove', answers.remove ?? succeed(null)),
    storeSecret: (_, name, value) => { calls.push(['storeSecret', name, value.expose()]); return Promise.resolve(succeed(null)) },
  }
  const flows = makeKeyFlows({
    api,
    accessTo: id => id === ACME ? succeed({ baseUrl: 'https://acme.cerby.com/api/v1', token: () => Promise.resolve(succeed(new Secret('t'))), renew: () => Promise.resolve(succeed(new Secret('t'))) }) : fail({ code: 'no_such_connection' }),
    clipboard: { put: (what, secret) => { copied.push(`${what} ${secret.expose()}`); return Promise.resolve(succeed({ clearsAt: after(now, 30_000) })) }, clear: () => Promise.resolve() },
    envFile: { save: (variable, secret) => { calls.push(['save', variable, secret.expose()]); return Promise.resolve(succeed({ path: '/home/ada/.env' })) } },
    clock: { now: () => now, monotonicMs: () => now },
    timer: { after: (_ms, then) => { timers.add(then); return () => { timers.delete(then) } } },
    tell: event => { told.push(event.kind) },
    newRevealId: () => `reveal-${String(reveals += 1)}`,
    revealClosed: id => { closed.push(id) },
  })
  return { flows, calls, told, closed, copied, at: ms => { now = after(START, ms) }, ring: () => { for (const then of [...timers]) { timers.delete(then); then() } } }
}

const ASK: Input<'generateKey'> = { connectionId: ACME, attemptId: 'attempt-1', name: 'Nightly sync', scopes: ['read:users'], expiry: { kind: 'in', seconds: 3_600 } }

describe('generating', () => {
  test('shows the key once, with five minutes to take it, and says that keys changed', async () => {
    const { flows, calls, told } = world()
    expect(await flows.generateKey(ASK)).toEqual(succeed({ revealId: 'reveal-1', key: KEY, plainKey: unknownFormat, closesAt: after(START, REVEAL_MS) }))
    expect(calls).toEqual([['generate', 'attempt-1', { name: 'Nightly sync', scopes: ['read:users'], expiresAt: after(START, HOUR) }]])
    expect(told).toEqual(['keyMade', 'keysChanged'])
  })
  test('again with the same attempt is the same request, though time went on', async () => {
    const { flows, calls, at } = world()
    await flows.generateKey(ASK)
    at(90_000)
    await flows.generateKey(ASK)
    expect(calls[0]).toEqual(calls[1])
  })
  const expiries: [string, Input<'generateKey'>['expiry'], unknown][] = [
    ['never', { kind: 'never' }, 'never'],
    ['at a moment ahead', { kind: 'at', at: after(START, 5) }, after(START, 5)],
  ]
  test.each(expiries)('a key that ends %s', async (_, expiry, expiresAt) => {
    const { flows, calls } = world()
    await flows.generateKey({ ...ASK, expiry })
    expect(calls).toMatchObject([['generate', 'attempt-1', { expiresAt }]])
  })
  test('a key that ended already is not asked for', async () => {
    const { flows, calls } = world()
    expect(await flows.generateKey({ ...ASK, expiry: { kind: 'at', at: START } })).toMatchObject({ ok: false, failure: { code: 'invalid_input', field: 'expiresAt' } })
    expect(calls).toEqual([])
  })
  test('a refusal is passed on, and nothing is said to have changed', async () => {
    const { flows, told } = world({ failure: { code: 'not_allowed' } })
    expect(await flows.generateKey(ASK)).toEqual(fail({ code: 'not_allowed' }))
    expect(await flows.rotateKey({ connectionId: ACME, keyId: 'k1', attemptId: 'a', overlapSeconds: 0 })).toEqual(fail({ code: 'not_allowed' }))
    expect(await flows.changeKey({ connectionId: ACME, keyId: 'k1', name: 'x' })).toEqual(fail({ code: 'not_allowed' }))
    expect(told).toEqual([])
  })
})

describe('a connection that is not there', () => {
  test('every command says so', async () => {
    const { flows, calls } = world()
    const gone = fail({ code: 'no_such_connection' })
    const ofKey = { connectionId: OTHER, keyId: 'k1' }
    expect(await Promise.all([
      flows.listKeys({ connectionId: OTHER, query: { search: '', statuses: [], sort: { field: 'name', descending: false }, page: 1, size: 50 } }), flows.readKey(ofKey), flows.generateKey({ ...ASK, connectionId: OTHER }),
      flows.changeKey(ofKey), flows.rotateKey({ ...ofKey, attemptId: 'a', overlapSeconds: 0 }), flows.deleteKey(ofKey),
    ])).toEqual([gone, gone, gone, gone, gone, gone])
    expect(calls).toEqual([])
  })
})

describe('deleting', () => {
  test('a key that is gone already is what was wanted', async () => {
    const { flows, told } = world({ remove: fail({ code: 'not_found' }) })
    expect(await flows.deleteKey({ connectionId: ACME, keyId: 'k1' })).toEqual(succeed(null))
    expect(told).toEqual(['keyDeleted', 'keysChanged'])
  })
  test('any other failure is one', async () => {
    const { flows, told } = world({ remove: fail({ code: 'sign_in_required' }) })
    expect(await flows.deleteKey({ connectionId: ACME, keyId: 'k1' })).toEqual(fail({ code: 'sign_in_required' }))
    expect(told).toEqual([])
  })
})

test('a change names only what changes', async () => {
  const { flows, calls } = world()
  await flows.changeKey({ connectionId: ACME, keyId: 'k1', name: 'New' })
  await flows.changeKey({ connectionId: ACME, keyId: 'k1', scopes: [] })
  expect(calls).toEqual([['change', 'k1', { name: 'New' }], ['change', 'k1', { scopes: [] }]])
})

test('a listed key stands as it does now, not as it did when the workspace looked', async () => {
  const { flows, at } = world()
  const status = async () => {
    const page = await flows.listKeys({ connectionId: ACME, query: { search: '', statuses: [], sort: { field: 'name', descending: false }, page: 1, size: 50 } })
    return page.ok && page.value.keys[0]?.status
  }
  expect(await status()).toBe('active')
  at(45 * 60_000)
  expect(await status()).toBe('expiring')
  at(HOUR)
  expect(await status()).toBe('expired')
})

describe('while a key is shown', () => {
  test('it can be copied, stored in its workspace and saved, more than once', async () => {
    const { flows, copied, calls } = world()
    await flows.generateKey(ASK)
    const revealId = 'reveal-1'
    expect(await flows.copyRevealedKey({ revealId })).toEqual(succeed({ clearsAt: after(START, 30_000) }))
    await flows.copyRevealedKey({ revealId })
    expect(await flows.storeRevealedKey({ revealId, name: 'Kept' })).toEqual(succeed(null))
    expect(await flows.saveRevealedKey({ revealId, variable: 'CERBY_KEY' })).toEqual(succeed({ path: '/home/ada/.env' }))
    expect(copied).toEqual([`apiKey ${unknownFormat}`, `apiKey ${unknownFormat}`])
    expect(calls.slice(1)).toEqual([['storeSecret', 'Kept', unknownFormat], ['save', 'CERBY_KEY', unknownFormat]])
  })

  const ends: [string, (world: World) => void | Promise<unknown>, string[]][] = [
    ['the window closed it', ({ flows }) => flows.closeReveal({ revealId: 'reveal-1' }), []],
    ['its time is over', ({ ring }) => { ring() }, ['reveal-1']],
    ['the computer slept through its time', ({ at }) => { at(REVEAL_MS) }, ['reveal-1']],
    ['the screen was locked', ({ flows }) => { flows.dropReveals() }, ['reveal-1']],
    ['its connection was signed out', ({ flows }) => { flows.dropReveals(ACME) }, ['reveal-1']],
  ]
  test.each(ends)('it is gone when %s', async (_, end, closed) => {
    const it = world()
    await it.flows.generateKey(ASK)
    await end(it)
    const over = fail({ code: 'reveal_over' })
    const revealId = 'reveal-1'
    expect(await Promise.all([it.flows.copyRevealedKey({ revealId }), it.flows.storeRevealedKey({ revealId, name: 'x' }), it.flows.saveRevealedKey({ revealId, variable: 'X' })])).toEqual([over, over, over])
    expect([it.copied, it.closed]).toEqual([[], closed])
  })

  test('signing out of another connection leaves it', async () => {
    const { flows, closed } = world()
    await flows.generateKey(ASK)
    flows.dropReveals(OTHER)
    expect(await flows.copyRevealedKey({ revealId: 'reveal-1' })).toMatchObject({ ok: true })
    expect(closed).toEqual([])
  })

  test('a key whose checksum does not fit is handed to nobody', async () => {
    const { flows, copied, calls } = world({ plain: DAMAGED })
    await flows.generateKey(ASK)
    const damaged = fail({ code: 'key_damaged' })
    const revealId = 'reveal-1'
    expect(await Promise.all([flows.copyRevealedKey({ revealId }), flows.storeRevealedKey({ revealId, name: 'x' }), flows.saveRevealedKey({ revealId, variable: 'X' })])).toEqual([damaged, damaged, damaged])
    expect([copied, calls.length]).toEqual([[], 1])
  })
})
