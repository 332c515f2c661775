import { describe, expect, test } from 'vitest'
import { instant, Seconds } from '../../../../shared/instant.ts'
import { DEFAULT_PROFILE, ProfileName } from '../../../../shared/profile.ts'
import type { RefreshFailure } from '../../../../shared/failures.ts'
import { Secret } from '../../../../electron/core/secret.ts'
import { clockJumpMs, elapsedMs, makeSteadyClock, momentOf, steadyNow } from '../../../../electron/core/session/clock-jump.ts'
import { deadlineIn, isPast } from '../../../../electron/core/session/deadline.ts'
import { newestOf, type Held } from '../../../../electron/core/session/held.ts'
import { hostOf } from '../../../../electron/core/session/host-of.ts'
import { mayKeepFresh } from '../../../../electron/core/session/keep-fresh.ts'
import { oneAtATime } from '../../../../electron/core/session/one-at-a-time.ts'
import type { HeldTokens, SealedRead } from '../../../../electron/core/session/ports.ts'
import { profileChoices, slugChoices } from '../../../../electron/core/session/profile-choice.ts'
import { decideRefresh } from '../../../../electron/core/session/refresh-decision.ts'
import { refreshWindows } from '../../../../electron/core/session/refresh-windows.ts'
import { mayHaveReached, orderedDelay, retryDelay, waitAfter, type WaitLimits } from '../../../../electron/core/session/retry-delay.ts'
import { isTokenDying } from '../../../../electron/core/session/session-view.ts'
import { heldAfter } from '../../../../electron/core/session/token-response.ts'
import { within } from '../../../../electron/core/session/within.ts'
import { makeFakeTime, seeded } from '../../../support/session-time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const at = (ms: number) => instant(Date.UTC(2026, 10, 23, 8) + ms)

describe('refreshWindows', () => {
  test.each([
    { says: 'an hour: a quarter of an hour, then six minutes', life: HOUR, jitter: 0, advisory: 15 * MINUTE, mandatory: 6 * MINUTE },
    { says: 'an hour: up to three minutes earlier, by chance', life: HOUR, jitter: 1, advisory: 18 * MINUTE, mandatory: 6 * MINUTE },
    { says: 'twelve hours: a quarter of an hour is enough', life: 12 * HOUR, jitter: 0, advisory: 15 * MINUTE, mandatory: 9 * MINUTE },
    { says: 'twelve hours: chance never more than doubles the half of it', life: 12 * HOUR, jitter: 1, advisory: 22.5 * MINUTE, mandatory: 9 * MINUTE },
    { says: 'ten minutes: a quarter, then a minute', life: 10 * MINUTE, jitter: 0, advisory: 150 * SECOND, mandatory: MINUTE },
    { says: 'five minutes: a quarter, then three fifths of it', life: 5 * MINUTE, jitter: 0, advisory: 75 * SECOND, mandatory: 45 * SECOND },
    { says: 'a minute: fifteen seconds, then nine', life: MINUTE, jitter: 0, advisory: 15 * SECOND, mandatory: 9 * SECOND },
  ])('$says', ({ life, jitter, advisory, mandatory }) => {
    expect(refreshWindows(life, jitter)).toEqual({ advisoryMs: advisory, mandatoryMs: mandatory })
  })

  test('whatever the life, most of it is used, and mandatory lies within advisory', () => {
    const random = seeded(7)
    for (let n = 0; n < 2000; n += 1) {
      const life = Math.round(5 * SECOND + random() ** 4 * 30 * 24 * HOUR)
      const { advisoryMs, mandatoryMs } = refreshWindows(life, random())
      expect(mandatoryMs).toBeLessThan(advisoryMs)
      expect(advisoryMs).toBeLessThanOrEqual(life * 0.3)
      expect(mandatoryMs).toBeGreaterThan(0)
    }
  })
})

describe('decideRefresh', () => {
  const token = { issuedAt: at(0), expiresAt: at(HOUR), isRefreshable: true, isInDoubt: false }
  const windows = refreshWindows(HOUR, 0)
  test.each([
    { says: 'waits until a quarter of an hour before the end', now: at(0), gives: { kind: 'wait', until: at(45 * MINUTE) } },
    { says: 'still waits a second before that', now: at(45 * MINUTE - SECOND), gives: { kind: 'wait', until: at(45 * MINUTE) } },
    { says: 'tries early while the old token still works', now: at(45 * MINUTE), gives: { kind: 'refreshNow', urgency: 'advisory' } },
    { says: 'insists once tools are about to fail', now: at(54 * MINUTE), gives: { kind: 'refreshNow', urgency: 'mandatory' } },
    { says: 'insists after the end too', now: at(5 * HOUR), gives: { kind: 'refreshNow', urgency: 'mandatory' } },
    { says: 'gets another for a token from the future: the clock was set back', now: at(-2 * MINUTE), gives: { kind: 'refreshNow', urgency: 'advisory' } },
    { says: 'bears a clock that is a little off', now: at(-30 * SECOND), gives: { kind: 'wait', until: at(45 * MINUTE) } },
  ])('$says', ({ now, gives }) => {
    expect(decideRefresh(token, now, windows)).toEqual(gives)
  })
  test('uses a refresh token again at once that may have been spent unseen', () => {
    expect(decideRefresh({ ...token, isInDoubt: true }, at(MINUTE), windows)).toEqual({ kind: 'refreshNow', urgency: 'advisory' })
  })
  test.each([
    { says: 'uses a token to its end that nothing can renew', now: at(59 * MINUTE), gives: { kind: 'wait', until: at(HOUR) } },
    { says: 'asks for a sign-in when nothing can renew it', now: at(HOUR), gives: { kind: 'signInAgain' } },
  ])('$says', ({ now, gives }) => {
    expect(decideRefresh({ ...token, isRefreshable: false }, now, windows)).toEqual(gives)
  })
})

describe('retries', () => {
  test.each([
    { says: 'the first comes after one to two seconds', attempt: 1, least: 1000, most: 2000 },
    { says: 'the ceiling doubles', attempt: 4, least: 1000, most: 16_000 },
    { says: 'and stops at five minutes', attempt: 9, least: 1000, most: 300_000 },
    { says: 'for ever', attempt: 5000, least: 1000, most: 300_000 },
    { says: 'a count that makes no sense is the first', attempt: -3, least: 1000, most: 2000 },
  ])('$says', ({ attempt, least, most }) => {
    expect(retryDelay(attempt, 0)).toBe(least)
    expect(retryDelay(attempt, 1)).toBe(most)
  })

  test.each([
    { says: 'a server that says two minutes gets two minutes', seconds: 120, ms: 120_000 },
    { says: 'none at all is a second: never a hot loop', seconds: 0, ms: 1000 },
    { says: 'a day is a quarter of an hour', seconds: 86_400, ms: 900_000 },
  ])('$says', ({ seconds, ms }) => {
    expect(orderedDelay(seconds)).toBe(ms)
  })

  const unreachable: RefreshFailure = { code: 'provider_unreachable', host: 'id.acme.example', trouble: 'server_error' }
  const none = { leastMs: 0, mostMs: Number.POSITIVE_INFINITY }
  const early = { leastMs: 60_000, mostMs: 90_000 }
  test.each<{ says: string; failure: RefreshFailure; attempt?: number; lost?: number; limits: WaitLimits; gives: { ms: number; isOrdered: boolean } }>([
    { says: 'a minute at least while the old token works', failure: unreachable, limits: early, gives: { ms: 60_000, isOrdered: false } },
    { says: 'but no later than tools begin to fail', failure: unreachable, attempt: 12, limits: early, gives: { ms: 90_000, isOrdered: false } },
    { says: 'a moment when it is about to die', failure: unreachable, limits: none, gives: { ms: 1500, isOrdered: false } },
    { says: 'a moment too when the answer was lost: it may have held a new refresh token', failure: unreachable, attempt: 12, lost: 1, limits: early, gives: { ms: 1500, isOrdered: false } },
    { says: 'but not for ever', failure: unreachable, lost: 4, limits: early, gives: { ms: 60_000, isOrdered: false } },
    { says: 'Retry-After wins, early or late', failure: { ...unreachable, retryAfterSeconds: 7 }, lost: 1, limits: early, gives: { ms: 7000, isOrdered: true } },
    { says: 'a client that is refused waits for an administrator', failure: { code: 'grant_refused', error: 'invalid_client' }, limits: none, gives: { ms: 900_000, isOrdered: false } },
  ])('$says', ({ failure, attempt = 1, lost = 0, limits, gives }) => {
    expect(waitAfter(failure, attempt, lost, limits, 0.5)).toEqual(gives)
  })

  test.each<{ says: string; failure: RefreshFailure; gives: boolean }>([
    { says: 'no network', failure: { ...unreachable, trouble: 'offline' }, gives: false },
    { says: 'a refused connection', failure: { ...unreachable, trouble: 'refused' }, gives: false },
    { says: 'a lost answer', failure: { ...unreachable, trouble: 'no_answer' }, gives: true },
    { says: 'an answer that made no sense', failure: { code: 'provider_answer_unusable', host: 'id', detail: 'x' }, gives: true },
    { says: 'a refusal', failure: { code: 'grant_refused', error: 'invalid_client' }, gives: false },
  ])('after $says the refresh token may be spent: $gives', ({ failure, gives }) => {
    expect(mayHaveReached(failure)).toBe(gives)
  })
})

const tokens = (name: string, over: Partial<HeldTokens> = {}): HeldTokens => ({
  accessToken: new Secret(`access ${name}`), refreshToken: new Secret(`refresh ${name}`), idToken: undefined, issuedAt: at(0), expiresAt: at(HOUR), ...over,
})

describe('heldAfter', () => {
  const answer = { accessToken: new Secret('new'), idToken: undefined, expiresIn: Seconds.parse(60), receivedAt: at(5 * MINUTE) }
  test('keeps the old refresh token where none was issued', () => {
    const held = tokens('old')
    expect(heldAfter(held, { ...answer, refreshToken: undefined }).tokens.refreshToken).toBe(held.refreshToken)
  })
  test('takes the new one where one was', () => {
    const fresh = new Secret('fresh')
    expect(heldAfter(tokens('old'), { ...answer, refreshToken: fresh }).tokens.refreshToken).toBe(fresh)
  })
  test('counts the life from receipt, by our own clock', () => {
    expect(heldAfter(undefined, { ...answer, refreshToken: undefined }).tokens).toMatchObject({ issuedAt: at(5 * MINUTE), expiresAt: at(6 * MINUTE) })
  })
  test('a token that arrives expired is no token, but its refresh token stands', () => {
    const fresh = new Secret('fresh')
    const { tokens: held, isUsable } = heldAfter(tokens('old'), { ...answer, refreshToken: fresh, expiresIn: Seconds.parse(0) })
    expect(isUsable).toBe(false)
    expect(held.refreshToken).toBe(fresh)
  })
})

describe('newestOf', () => {
  const old = tokens('old')
  const other = tokens('other')
  const sealed: Held = { tokens: old, sealed: old.accessToken }
  const unsealed: Held = { tokens: tokens('new'), sealed: old.accessToken }
  const inMemory: Held = { tokens: old, sealed: undefined }
  const found = (of: HeldTokens): SealedRead => ({ kind: 'found', tokens: of })
  const locked: SealedRead = { kind: 'failed', failure: { code: 'keychain_locked' } }
  test.each<{ says: string; held: Held | undefined; read: SealedRead; gives: object }>([
    { says: 'at start the vault has them', held: undefined, read: found(old), gives: { kind: 'held', held: sealed } },
    { says: 'an absent entry means that nobody signed in', held: undefined, read: { kind: 'absent' }, gives: { kind: 'gone', reason: 'session_missing' } },
    { says: 'a blob that fits no key is damaged', held: undefined, read: { kind: 'damaged' }, gives: { kind: 'gone', reason: 'session_damaged' } },
    { says: 'a locked keychain is no missing session', held: undefined, read: locked, gives: { kind: 'unread', failure: { code: 'keychain_locked' }, held: undefined } },
    { says: 'what another process put there is newer', held: sealed, read: found(other), gives: { kind: 'held', held: { tokens: other, sealed: other.accessToken } } },
    { says: 'the same is the same', held: sealed, read: found(old), gives: { kind: 'held', held: sealed } },
    { says: 'what could not be sealed is newer than what was', held: unsealed, read: found(old), gives: { kind: 'held', held: unsealed } },
    { says: 'a session taken out by another process is over', held: sealed, read: { kind: 'absent' }, gives: { kind: 'gone', reason: 'session_missing' } },
    { says: 'memory outlives a damaged blob', held: sealed, read: { kind: 'damaged' }, gives: { kind: 'held', held: sealed } },
    { says: 'memory may be old while the keychain is locked', held: sealed, read: locked, gives: { kind: 'unread', failure: { code: 'keychain_locked' }, held: sealed } },
    { says: 'a session in memory alone asks no vault', held: inMemory, read: found(other), gives: { kind: 'held', held: inMemory } },
    { says: 'nor misses its entry', held: inMemory, read: { kind: 'absent' }, gives: { kind: 'held', held: inMemory } },
  ])('$says', ({ held, read, gives }) => {
    expect(newestOf(held, read)).toEqual(gives)
  })
})

describe('two clocks', () => {
  test.each([
    { says: 'both went ten minutes', wall: 10 * MINUTE, monotonic: 10 * MINUTE, jump: 0, elapsed: 10 * MINUTE },
    { says: 'slept for an hour', wall: 70 * MINUTE, monotonic: 10 * MINUTE, jump: HOUR, elapsed: 70 * MINUTE },
    { says: 'the clock was set back an hour', wall: -50 * MINUTE, monotonic: 10 * MINUTE, jump: -HOUR, elapsed: 10 * MINUTE },
  ])('$says', ({ wall, monotonic, jump, elapsed }) => {
    const machine = { wall: at(0), monotonicMs: 500 }
    const clock = { now: () => machine.wall, monotonicMs: () => machine.monotonicMs }
    const steady = makeSteadyClock(clock)
    const [before, start] = [momentOf(clock), momentOf(steady)]
    machine.wall = at(wall)
    machine.monotonicMs += monotonic
    expect(clockJumpMs(before, momentOf(clock))).toBe(jump)
    expect(elapsedMs(start, momentOf(steady))).toBe(elapsed)
    expect(steadyNow(start, momentOf(steady))).toBe(at(elapsed))
    expect(isPast(deadlineIn(30 * MINUTE, start), momentOf(steady))).toBe(elapsed >= 30 * MINUTE)
  })

  test('a sleep is not forgotten when the clock is set back after it', () => {
    const time = makeFakeTime()
    const steady = makeSteadyClock(time.clock)
    const start = momentOf(steady)
    time.sleep(3 * HOUR)
    momentOf(steady)
    time.setWall(-HOUR)
    expect(elapsedMs(start, momentOf(steady))).toBe(3 * HOUR)
  })
})

test.each([
  { says: 'always', wish: { kind: 'always' as const }, locked: true, gives: true },
  { says: 'until a time that has not come', wish: { kind: 'until' as const, at: at(HOUR) }, locked: true, gives: true },
  { says: 'until a time that has come', wish: { kind: 'until' as const, at: at(0) }, locked: false, gives: false },
  { says: 'while the screen is unlocked, which it is', wish: { kind: 'whileUnlocked' as const }, locked: false, gives: true },
  { says: 'while the screen is unlocked, which it is not', wish: { kind: 'whileUnlocked' as const }, locked: true, gives: false },
])('keeps fresh $says', ({ wish, locked, gives }) => {
  expect(mayKeepFresh(wish, at(0), locked)).toBe(gives)
})

describe('profile names', () => {
  const names = (...all: string[]) => all.map(name => ProfileName.parse(name))
  test.each([
    { says: 'the first connection is the default', slug: 'acme', taken: [], first: 'default' },
    { says: 'the second has its own name', slug: 'acme', taken: names('default'), first: 'acme' },
    { says: 'a third of the same workspace is numbered', slug: 'acme', taken: names('default', 'acme', 'acme-2'), first: 'acme-3' },
    { says: 'a workspace called default does not steal the default', slug: 'default', taken: names('default'), first: 'workspace' },
    { says: 'a slug of 64 letters still takes a number', slug: 'a'.repeat(64), taken: names('default', 'a'.repeat(64)), first: `${'a'.repeat(60)}-2` },
  ])('$says', ({ slug, taken, first }) => {
    expect(profileChoices(DEFAULT_PROFILE, slug, taken)[0]).toBe(first)
  })
  test('the environment may name another first profile, and the second connection has its own name all the same', () => {
    const [work] = names('work')
    expect(profileChoices(work ?? DEFAULT_PROFILE, 'acme', []).slice(0, 2)).toEqual(['work', 'acme'])
    expect(profileChoices(work ?? DEFAULT_PROFILE, 'acme', names('work'))[0]).toBe('acme')
  })
  test('whoever makes room for another default never gets the default', () => {
    expect(slugChoices('acme', [])).not.toContain(DEFAULT_PROFILE)
  })
})

test.each([
  { text: 'https://acme.cerby.com/api/v1', host: 'acme.cerby.com' },
  { text: ' http://127.0.0.1:8700/x ', host: '127.0.0.1:8700' },
  { text: 'https://ada:secret@acme.example?x', host: 'acme.example' },
  { text: 'acme', host: 'acme' },
])('the host of $text', ({ text, host }) => {
  expect(hostOf(text)).toBe(host)
})

describe('isTokenDying', () => {
  const life = { issuedAt: at(0), expiresAt: at(HOUR) }
  const failure: RefreshFailure = { code: 'provider_unreachable', host: 'id', trouble: 'offline' }
  const waiting = { kind: 'waiting' as const, ...life, retryAt: at(HOUR), failure }
  test.each([
    { says: 'not while there is time', token: waiting, now: at(50 * MINUTE), gives: false },
    { says: 'in its last tenth, when the last try failed', token: waiting, now: at(54 * MINUTE), gives: true },
    { says: 'not when a refresh is planned', token: { kind: 'fresh' as const, ...life, refreshesAt: at(45 * MINUTE) }, now: at(54 * MINUTE), gives: false },
    { says: 'when nothing can renew it', token: { kind: 'fresh' as const, ...life, refreshesAt: at(HOUR) }, now: at(54 * MINUTE), gives: true },
    { says: 'when it rests', token: { kind: 'resting' as const, ...life }, now: at(54 * MINUTE), gives: true },
  ])('$says', ({ token, now, gives }) => {
    expect(isTokenDying({ kind: 'signedIn', token, keptIn: 'keychain' }, now)).toBe(gives)
  })
})

test('one at a time: three calls for a and one for b make two runs', async () => {
  const runs: string[] = []
  const work = oneAtATime(async (key: string) => {
    runs.push(key)
    await Promise.resolve()
    return `${key}!`
  })
  expect(await Promise.all([work('a'), work('a'), work('b'), work('a')])).toEqual(['a!', 'a!', 'b!', 'a!'])
  expect(runs).toEqual(['a', 'b'])
  await work('a')
  expect(runs).toEqual(['a', 'b', 'a'])
})

test('within: slow work gives nothing in time, quick work its answer, and a bug is thrown on', async () => {
  const time = makeFakeTime()
  const slow = within(time.timer, 5000, new Promise(() => undefined))
  await time.pass(5000)
  expect(await slow).toBeUndefined()
  expect(await within(time.timer, 5000, Promise.resolve('answer'))).toBe('answer')
  await expect(within(time.timer, 5000, Promise.reject(new Error('bug')))).rejects.toThrow('bug')
})
