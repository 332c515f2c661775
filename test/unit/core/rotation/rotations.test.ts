import { describe, expect, test } from 'vitest'
import { nameBeside, successorEnd } from '../../../../electron/core/rotation/successor.ts'
import { isProof, proofPath } from '../../../../electron/core/rotation/proof-path.ts'
import { lookEveryMs } from '../../../../electron/core/rotation/rotation-rules.ts'
import { instant } from '../../../../shared/instant.ts'
import { rotationWorld, START, type RotationWorld } from '../../../support/rotation-world.ts'

const MINUTE = 60_000
const OFFLINE = { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'no_answer' } as const

async function started(world: RotationWorld, change: Partial<Parameters<RotationWorld['rotations']['startRotation']>[0]> = {}): Promise<string> {
  const outcome = await world.rotations.startRotation({ ...START, ...change })
  if (!outcome.ok) throw new Error(outcome.failure.code)
  await world.time.drain()
  await world.time.drain()
  return outcome.value.rotationId
}

describe('a rotation that nothing disturbs', () => {
  test('makes, puts, proves, watches, deletes and takes the name', async () => {
    const world = rotationWorld()
    await started(world)
    expect(world.only()).toMatchObject({
      phase: 'watching', successor: { name: 'terraform-prod (new)' }, puts: [{ kind: 'envFile', variable: 'CERBY_API_KEY', path: '/home/ada/.env#CERBY_API_KEY' }],
      proof: { kind: 'call', path: '/users', status: 200 },
    })
    await world.time.pass(9 * MINUTE)
    expect(world.only().phase).toBe('watching')
    await world.time.pass(3 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'done', oldEnd: { how: 'deleted' }, successor: { name: 'terraform-prod' } })
    expect([...world.keys.values()].map(({ id, name, scopes }) => [id, name, scopes])).toEqual([['new1', 'terraform-prod', ['read:users', 'write:users']]])
  })
  test('never shortens the life of the old key, and gives the new one the same length', async () => {
    const world = rotationWorld()
    const before = world.keys.get('old')?.expiresAt
    await started(world)
    expect(world.keys.get('old')?.expiresAt).toBe(before)
    expect(world.keys.get('new1')?.expiresAt).toBe(world.time.clock.now() + 5 * 86_400_000)
  })
  test('keeps no text of the key: neither in what is told nor in what is kept', async () => {
    const world = rotationWorld()
    await started(world)
    expect(JSON.stringify(world.told())).not.toContain('plain-of')
  })
  test('asks nobody anything once it is over', async () => {
    const world = rotationWorld()
    await started(world)
    await world.time.pass(12 * MINUTE)
    const asked = world.calls.length
    await world.time.pass(60 * MINUTE)
    expect(world.calls.length).toBe(asked)
  })
  test('asks at a calm rhythm while it watches', async () => {
    const world = rotationWorld()
    await started(world, { quietSeconds: 86_400 })
    const asked = world.calls.length
    await world.time.pass(60 * MINUTE)
    // Both keys, each five minutes.
    expect(world.calls.length - asked).toBeLessThanOrEqual(26)
  })
})

describe('an old key that is still used', () => {
  test('starts the clock anew, and is not deleted before it was silent for the whole time', async () => {
    const world = rotationWorld()
    await started(world)
    await world.time.pass(8 * MINUTE)
    world.use('old')
    await world.time.pass(9 * MINUTE)
    expect(world.keys.has('old')).toBe(true)
    await world.time.pass(4 * MINUTE)
    expect(world.only().phase).toBe('done')
  })
  test('speaks in the last moment, after the last look: it lives', async () => {
    const world = rotationWorld()
    await started(world)
    await world.time.pass(10 * MINUTE + 40_000)
    world.use('old')
    await world.time.pass(2 * MINUTE)
    expect(world.keys.has('old')).toBe(true)
    expect(world.only().phase).toBe('watching')
  })
  test('is refused a deletion by hand, until told twice', async () => {
    const world = rotationWorld()
    const rotationId = await started(world)
    await world.time.pass(MINUTE)
    world.use('old')
    const lastUsedAt = world.time.clock.now()
    expect(await world.rotations.deleteOldKey({ rotationId, evenIfUsed: false })).toEqual({ ok: false, failure: { code: 'key_still_used', lastUsedAt } })
    expect(world.keys.has('old')).toBe(true)
    expect(await world.rotations.deleteOldKey({ rotationId, evenIfUsed: true })).toEqual({ ok: true, value: null })
    expect(world.only()).toMatchObject({ phase: 'done', isInsisted: true, oldEnd: { how: 'deleted' } })
  })
  test('unused since: once is enough', async () => {
    const world = rotationWorld()
    const rotationId = await started(world)
    expect(await world.rotations.deleteOldKey({ rotationId, evenIfUsed: false })).toEqual({ ok: true, value: null })
    expect(world.only().phase).toBe('done')
  })
})

describe('a restart', () => {
  test('while it watches goes on watching, and deletes in time', async () => {
    const world = rotationWorld()
    await started(world)
    await world.time.pass(5 * MINUTE)
    await world.restart()
    await world.time.pass(7 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'done', oldEnd: { how: 'deleted' } })
  })
  test('before the new key was put anywhere: nobody has its text, so another one is made in its place', async () => {
    const world = rotationWorld()
    world.trouble.isFileRefused = true
    const rotationId = await started(world)
    expect(world.only()).toMatchObject({ phase: 'putting' })
    expect(world.only().takeUntil).toBeDefined()
    await world.restart()
    expect(world.only().takeUntil).toBeUndefined()
    await world.time.pass(60 * MINUTE)
    expect(world.keys.has('old')).toBe(true)
    expect(await world.rotations.putRotatedKey({ rotationId, put: { kind: 'clipboard' } })).toEqual({ ok: true, value: null })
    await world.time.drain()
    expect(world.copied).toEqual(['plain-of-new2'])
    expect([...world.keys.keys()]).toEqual(['old', 'new2'])
  })
  test('before the proof: it waits until the workspace has seen a call with the new key', async () => {
    const world = rotationWorld()
    world.trouble.probe = OFFLINE
    await started(world)
    expect(world.only()).toMatchObject({ phase: 'proving', trouble: OFFLINE })
    await world.restart()
    await world.time.pass(30 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'proving' })
    expect(world.keys.has('old')).toBe(true)
    world.use('new1')
    await world.time.pass(13 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'done', proof: { kind: 'use' } })
  })
  test('between asking for the new key and its answer: the same attempt makes no third key', async () => {
    const world = rotationWorld()
    world.trouble.generate = OFFLINE
    const rotationId = await started(world)
    expect(world.only()).toMatchObject({ phase: 'making', trouble: OFFLINE })
    await world.restart()
    delete world.trouble.generate
    expect(await world.rotations.putRotatedKey({ rotationId, put: { kind: 'clipboard' } })).toEqual({ ok: true, value: null })
    expect([...world.keys.keys()]).toEqual(['old', 'new1'])
  })
})

describe('trouble on the way', () => {
  test('no network: it says so, tries again, and goes on', async () => {
    const world = rotationWorld()
    await started(world)
    world.trouble.api = OFFLINE
    await world.time.pass(30 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'watching', trouble: OFFLINE })
    delete world.trouble.api
    await world.time.pass(2 * MINUTE)
    expect(world.only().phase).toBe('done')
  })
  test('signed out: nothing is deleted; signed in again, it goes on', async () => {
    const world = rotationWorld()
    await started(world)
    world.trouble.isSignedOut = true
    await world.time.pass(30 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'watching', trouble: { code: 'no_such_connection' } })
    expect(world.keys.has('old')).toBe(true)
    world.trouble.isSignedOut = false
    await world.time.pass(2 * MINUTE)
    expect(world.only().phase).toBe('done')
  })
  test('the old key deleted by another hand: it is what was wanted', async () => {
    const world = rotationWorld()
    await started(world)
    world.keys.delete('old')
    await world.time.pass(MINUTE)
    expect(world.only()).toMatchObject({ phase: 'done', oldEnd: { how: 'deletedElsewhere' }, successor: { name: 'terraform-prod' } })
  })
  test('the new key deleted by another hand: the old one is kept', async () => {
    const world = rotationWorld()
    await started(world)
    world.keys.delete('new1')
    await world.time.pass(MINUTE)
    expect(world.only()).toMatchObject({ phase: 'stopped', stop: 'newKeyGone' })
    await world.time.pass(60 * MINUTE)
    expect(world.keys.has('old')).toBe(true)
  })
  test('a new key that is refused proves nothing, and the old one lives', async () => {
    const world = rotationWorld()
    world.trouble.probeStatus = 401
    await started(world)
    await world.time.pass(60 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'proving' })
    expect(world.keys.has('old')).toBe(true)
  })
  test('stopped by the person: both keys stay, and nothing more is asked', async () => {
    const world = rotationWorld()
    const rotationId = await started(world)
    await world.rotations.stopRotation({ rotationId })
    await world.time.pass(60 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'stopped', stop: 'person' })
    expect([...world.keys.keys()]).toEqual(['old', 'new1'])
    await world.rotations.forgetRotation({ rotationId })
    expect(world.told()).toEqual([])
  })
  test('a key in a rotation can\'t begin a second one', async () => {
    const world = rotationWorld()
    await started(world)
    expect(await world.rotations.startRotation(START)).toEqual({ ok: false, failure: { code: 'already_rotating' } })
  })
  test('a key that may only write is proved by its first use', async () => {
    const world = rotationWorld({ scopes: ['write:users'] })
    await started(world)
    await world.time.pass(2 * MINUTE)
    expect(world.only()).toMatchObject({ phase: 'proving' })
    world.use('new1')
    await world.time.pass(MINUTE)
    expect(world.only()).toMatchObject({ phase: 'watching', proof: { kind: 'use' } })
  })
  test('the clipboard may want the key once more, within five minutes', async () => {
    const world = rotationWorld()
    const rotationId = await started(world, { put: { kind: 'clipboard' } })
    await world.time.pass(MINUTE)
    expect(await world.rotations.putRotatedKey({ rotationId, put: { kind: 'clipboard' } })).toEqual({ ok: true, value: null })
    await world.time.pass(5 * MINUTE)
    expect(await world.rotations.putRotatedKey({ rotationId, put: { kind: 'clipboard' } })).toEqual({ ok: false, failure: { code: 'reveal_over' } })
    expect(world.copied).toEqual(['plain-of-new1', 'plain-of-new1'])
  })
  test('a locked screen forgets the text', async () => {
    const world = rotationWorld()
    const rotationId = await started(world, { put: { kind: 'clipboard' } })
    world.rotations.dropPlain()
    expect(world.only().takeUntil).toBeUndefined()
    expect(await world.rotations.putRotatedKey({ rotationId, put: { kind: 'clipboard' } })).toEqual({ ok: false, failure: { code: 'reveal_over' } })
  })
})

describe('rules', () => {
  test.each([
    ['terraform-prod', 1, 'terraform-prod (new)'],
    ['terraform-prod', 2, 'terraform-prod (new 2)'],
    ['x'.repeat(80), 1, `${'x'.repeat(74)} (new)`],
  ])('beside %s the new key is called so, at try %i', (name, attempt, called) => {
    expect(nameBeside(name, attempt)).toBe(called)
  })
  test.each([
    ['the first that it may read', ['write:users', 'read:secrets', 'read:activities'], '/activities?page[size]=1'],
    ['a job that can\'t exist, where jobs are all it reads', ['read:automations'], '/jobs/00000000-0000-4000-8000-000000000000'],
    ['nothing, for one that writes alone', ['write:secrets'], undefined],
  ])('a key is proved by %s', (_, scopes, path) => {
    expect(proofPath(scopes)).toBe(path)
  })
  test.each([[200, true], [404, true], [403, true], [401, false], [429, false], [500, false]])('status %i', (status, proves) => {
    expect(isProof(status)).toBe(proves)
  })
  test.each([[60, 15_000], [600, 30_000], [86_400, 300_000]])('quiet for %i s is looked at each %i ms', (seconds, ms) => {
    expect(lookEveryMs(seconds)).toBe(ms)
  })
  test('a key that never ends has a successor that never ends', () => {
    expect(successorEnd({ id: 'a', name: 'a', prefix: '', lastFour: '', scopes: [], createdAt: instant(0), expiresAt: 'never', lastUsedAt: 'never' }, instant(5))).toBe('never')
  })
})
