import { describe, expect, test } from 'vitest'
import { after } from '../../../../shared/instant.ts'
import { inFile, isFileGood, sessionOf, sessionsTold, signed } from '../../../support/session-signed.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('sleep and clocks', () => {
  test('after a night the token is renewed as soon as the machine is awake', async () => {
    const signedIn = await signed()
    await signedIn.world.time.pass(10 * MINUTE)
    await signedIn.app.sessions.beforeSleep()
    signedIn.world.time.sleep(9 * HOUR)
    signedIn.app.sessions.look('wake')
    await signedIn.world.time.pass(0)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('nobody tells of the wake: half a minute later it is noticed', async () => {
    const signedIn = await signed()
    signedIn.world.time.sleep(9 * HOUR)
    await signedIn.world.time.pass(30 * SECOND)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('awake before the network: the dead token leaves the file, and a good one comes with the network', async () => {
    const signedIn = await signed()
    signedIn.world.network.isOnline = false
    signedIn.world.time.sleep(9 * HOUR)
    signedIn.app.sessions.look('wake')
    await signedIn.world.time.pass(5 * SECOND)
    expect(inFile(signedIn)).toBeUndefined()
    signedIn.world.network.isOnline = true
    signedIn.app.sessions.look('online')
    await signedIn.world.time.pass(2 * SECOND)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('about to sleep: no rotation is begun until the machine is awake', async () => {
    const signedIn = await signed()
    await signedIn.world.time.pass(41 * MINUTE)
    await signedIn.app.sessions.beforeSleep()
    await signedIn.world.time.pass(50 * SECOND)
    signedIn.world.time.sleep(5 * MINUTE)
    expect(signedIn.world.provider.counts.refreshes).toBe(0)
    signedIn.app.sessions.look('wake')
    await signedIn.world.time.pass(0)
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
  })

  test('a sleep that was called off holds nothing up for longer than a minute', async () => {
    const signedIn = await signed()
    await signedIn.world.time.pass(44 * MINUTE + 30 * SECOND)
    await signedIn.app.sessions.beforeSleep()
    await signedIn.world.time.pass(2 * MINUTE)
    expect(inFile(signedIn)).toBe('access-2')
  })

  test.each([{ by: -24 * HOUR }, { by: -HOUR }, { by: HOUR }, { by: 24 * HOUR }])('somebody sets the clock by $by ms: never a dead token, and at most one refresh more', async ({ by }) => {
    const signedIn = await signed()
    await signedIn.world.time.pass(20 * MINUTE)
    signedIn.world.time.setWall(by)
    for (let n = 0; n < 120; n += 1) {
      await signedIn.world.time.pass(MINUTE)
      expect(isFileGood(signedIn)).toBe(true)
    }
    expect(signedIn.world.provider.counts.refreshes).toBeLessThanOrEqual(Math.ceil(140 / 42) + 1)
    expect(sessionsTold(signedIn).some(session => session.kind === 'signInRequired')).toBe(false)
  })

  test('timers that fire a moment early miss nothing', async () => {
    const signedIn = await signed()
    signedIn.world.time.roughen(1.2, 0.05)
    signedIn.world.network.losesAnswer = () => signedIn.world.provider.counts.refreshes < 2
    signedIn.world.provider.rules.graceMs = 30 * SECOND
    await signedIn.world.time.pass(50 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', token: { kind: 'fresh' } })
    expect(signedIn.world.provider.counts.refreshes).toBe(2)
  })

  test('the clock was set back while the app was closed: a token from the future is renewed', async () => {
    const signedIn = await signed()
    signedIn.app.kill()
    signedIn.world.time.setWall(-3 * HOUR)
    const next = signedIn.world.start()
    await next.sessions.restore()
    await signedIn.world.time.pass(0)
    expect(signedIn.world.provider.counts.refreshes).toBe(1)
  })
})

describe('keeping fresh', () => {
  test('until a time: then it rests, its token dies and leaves the file, and nobody renews it', async () => {
    const signedIn = await signed()
    await signedIn.app.sessions.setKeepFresh(signedIn.id, { kind: 'until', at: after(signedIn.world.time.clock.now(), 30 * MINUTE) })
    await signedIn.world.time.pass(31 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ token: { kind: 'resting' } })
    await signedIn.world.time.pass(30 * MINUTE)
    expect(inFile(signedIn)).toBeUndefined()
    expect(signedIn.world.provider.counts.refreshes).toBe(0)
    // The window's own calls go on, but other tools get nothing of it.
    expect(await signedIn.app.sessions.bearerToken(signedIn.id)).toMatchObject({ ok: true })
    expect(inFile(signedIn)).toBeUndefined()
    // The person's own wish does.
    await signedIn.app.sessions.refreshNow(signedIn.id)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('while unlocked: it rests behind a locked screen, and is renewed when that is opened', async () => {
    const signedIn = await signed()
    await signedIn.app.sessions.setKeepFresh(signedIn.id, { kind: 'whileUnlocked' })
    signedIn.app.sessions.screenLocked()
    await signedIn.world.time.pass(2 * HOUR)
    expect(inFile(signedIn)).toBeUndefined()
    signedIn.app.sessions.screenUnlocked()
    await signedIn.world.time.pass(0)
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('a token that will die is told of once more before it does', async () => {
    const signedIn = await signed()
    await signedIn.app.sessions.setKeepFresh(signedIn.id, { kind: 'until', at: after(signedIn.world.time.clock.now(), 5 * MINUTE) })
    await signedIn.world.time.pass(53 * MINUTE)
    const before = sessionsTold(signedIn).length
    await signedIn.world.time.pass(3 * MINUTE)
    expect(sessionsTold(signedIn)).toHaveLength(before + 1)
  })
})

describe('the keychain fails while a session runs', () => {
  const locked = { code: 'keychain_locked' as const }

  test('while the token works no refresh token is spent that could not be stored', async () => {
    const signedIn = await signed()
    signedIn.world.machine.keychain.readFailure = locked
    signedIn.world.machine.keychain.writeFailure = locked
    await signedIn.world.time.pass(50 * MINUTE)
    expect(signedIn.world.provider.counts.refreshes).toBe(0)
    expect(sessionOf(signedIn)).toMatchObject({ token: { kind: 'waiting', failure: locked } })
    // When tools are about to fail it goes on, in memory.
    await signedIn.world.time.pass(20 * MINUTE)
    expect(isFileGood(signedIn)).toBe(true)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', keptIn: 'memory' })
  })

  test('what could not be sealed is sealed when it can be, and a restart then needs no sign-in', async () => {
    const signedIn = await signed()
    signedIn.world.machine.keychain.writeFailure = locked
    await signedIn.app.sessions.refreshNow(signedIn.id)
    expect(sessionOf(signedIn)).toMatchObject({ keptIn: 'memory' })
    signedIn.world.machine.keychain.writeFailure = undefined
    signedIn.app.sessions.screenUnlocked()
    await signedIn.world.time.pass(0)
    expect(sessionOf(signedIn)).toMatchObject({ keptIn: 'keychain' })
    signedIn.app.kill()
    const next = signedIn.world.start()
    await next.sessions.restore()
    await next.sessions.refreshNow(signedIn.id)
    expect(next.store.state().connections[0]?.session).toMatchObject({ kind: 'signedIn' })
  })

  test('refreshes go on from memory, over the old blob, until it can be sealed', async () => {
    const signedIn = await signed()
    signedIn.world.machine.keychain.writeFailure = locked
    await signedIn.world.time.pass(5 * HOUR)
    expect(isFileGood(signedIn)).toBe(true)
    expect(sessionOf(signedIn)).toMatchObject({ kind: 'signedIn', keptIn: 'memory' })
    signedIn.world.machine.keychain.writeFailure = undefined
    await signedIn.world.time.pass(16 * MINUTE)
    expect(sessionOf(signedIn)).toMatchObject({ keptIn: 'keychain' })
  })
})
