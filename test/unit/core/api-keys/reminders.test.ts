import { describe, expect, test } from 'vitest'
import { makeKeyWatch, type KeyWatch } from '../../../../electron/core/api-keys/key-watch.ts'
import { dueReminder, remindersOf } from '../../../../electron/core/api-keys/reminders.ts'
import { Secret } from '../../../../electron/core/secret.ts'
import type { ApiKey } from '../../../../shared/api-key.ts'
import { after, instant } from '../../../../shared/instant.ts'
import { causeOf, type KeyReminder } from '../../../../shared/key-reminder.ts'
import { fail, succeed } from '../../../../shared/outcome.ts'
import { acme } from '../../../../renderer/gallery/samples.ts'
import { makeFakeTime } from '../../../support/session-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const END = instant(1_800_000_000_000)
const BOTH = { week: true, day: true }

describe('when a key is told of', () => {
  test.each([
    ['a year', 365 * DAY, [['week', 7 * DAY], ['day', DAY]]],
    ['a month', 28 * DAY, [['week', 7 * DAY], ['day', DAY]]],
    ['five days', 5 * DAY, [['week', 30 * HOUR], ['day', 6 * HOUR]]],
    ['a day', DAY, [['week', 6 * HOUR], ['day', 72 * MINUTE]]],
    ['twelve hours: once', 12 * HOUR, [['week', 3 * HOUR]]],
    ['an hour: once', HOUR, [['week', 15 * MINUTE]]],
  ])('of %s', (_, life, expected) => {
    const reminders = remindersOf({ createdAt: after(END, -life), expiresAt: END }, BOTH)
    expect(reminders.map(({ which, at }) => [which, END - at])).toEqual(expected)
  })
  test.each([
    { says: 'nothing before its time', left: 8 * DAY, wanted: BOTH, gives: undefined },
    { says: 'the first', left: 6 * DAY, wanted: BOTH, gives: 'week' },
    { says: 'the later one alone, where both have come', left: 2 * HOUR, wanted: BOTH, gives: 'day' },
    { says: 'the first goes on where the later one is not wanted', left: 2 * HOUR, wanted: { week: true, day: false }, gives: 'week' },
    { says: 'the later one alone', left: 6 * DAY, wanted: { week: false, day: true }, gives: undefined },
    { says: 'nothing of a dead key', left: 0, wanted: BOTH, gives: undefined },
    { says: 'nothing where nothing is wanted', left: 2 * HOUR, wanted: { week: false, day: false }, gives: undefined },
  ])('a year\'s key: $says', ({ left, wanted, gives }) => {
    expect(dueReminder({ createdAt: after(END, -365 * DAY), expiresAt: END }, after(END, -left), wanted)).toBe(gives)
  })
  test('a short key is told of once, whichever reminder is wanted, and never where none is', () => {
    const key = { createdAt: after(END, -HOUR), expiresAt: END }
    expect(remindersOf(key, { week: false, day: true })).toHaveLength(1)
    expect(remindersOf(key, { week: false, day: false })).toEqual([])
  })
  test('a key without an end never', () => {
    expect(remindersOf({ createdAt: END, expiresAt: 'never' }, BOTH)).toEqual([])
  })
})

function watched(keys: ApiKey[]) {
  const time = makeFakeTime()
  const stored = new Set<string>()
  let shown: KeyReminder[] = []
  let asked = 0
  let isOffline = false
  const wanted = { week: true, day: true }
  const make = (): KeyWatch => makeKeyWatch({
    api: {
      list: (_, { page, size }) => {
        asked += 1
        const alive = keys.filter(key => key.expiresAt === 'never' || key.expiresAt > time.clock.now())
        return Promise.resolve(isOffline ? fail({ code: 'workspace_unreachable', host: 'acme', trouble: 'offline' }) : succeed({ keys: alive.slice((page - 1) * size, page * size), total: alive.length }))
      },
    },
    accessTo: () => succeed({ baseUrl: '', token: () => Promise.resolve(succeed(new Secret(''))), renew: () => Promise.resolve(succeed(new Secret(''))) }),
    connections: () => [acme],
    wanted: () => wanted,
    told: {
      list: () => Promise.resolve(new Set(stored)),
      add: reminders => { for (const one of reminders) stored.add(causeOf(one)); return Promise.resolve() },
      forgetEndedBefore: () => Promise.resolve(),
    },
    clock: time.clock, timer: time.timer,
    tell: event => { if (event.kind === 'keyRemindersChanged') shown = event.reminders },
    reportBug: error => { throw error },
  })
  return { time, make, wanted, shown: () => shown.map(({ keyId, which }) => `${keyId} ${which}`), all: () => shown, asked: () => asked, goOffline: () => { isOffline = true } }
}

describe('the watch over ending keys', () => {
  const now = makeFakeTime().clock.now()
  const key = (id: string, left: number, life = 365 * DAY): ApiKey => ({ id, name: id, prefix: '', lastFour: '', scopes: [], createdAt: after(now, left - life), expiresAt: after(now, left), lastUsedAt: 'never', status: 'active' })

  test('tells what is due, and the next at its very moment', async () => {
    const world = watched([key('soon', 2 * DAY), key('late', 30 * DAY)])
    await world.make().start()
    await world.time.pass(5_000)
    expect(world.shown()).toEqual(['soon week'])
    await world.time.pass(DAY)
    expect(world.shown()).toEqual(['soon day'])
    await world.time.pass(DAY)
    expect(world.shown()).toEqual([])
  })
  test('asks once an hour, and in between only where keys changed', async () => {
    const world = watched([key('soon', 2 * DAY)])
    const watch = world.make()
    await watch.start()
    await world.time.pass(50 * MINUTE)
    expect(world.asked()).toBe(1)
    watch.changed()
    await world.time.pass(5_000)
    expect(world.asked()).toBe(2)
  })
  test('what was told stays while the app runs, and is not told again after a restart; the next reminder is', async () => {
    const world = watched([key('soon', 2 * DAY)])
    const first = world.make()
    await first.start()
    await world.time.pass(5_000)
    await first.wereTold(world.all())
    await world.time.pass(2 * HOUR)
    expect(world.shown()).toEqual(['soon week'])
    first.close()
    const second = world.make()
    await second.start()
    await world.time.pass(5_000)
    expect(world.shown()).toEqual([])
    await world.time.pass(DAY)
    expect(world.shown()).toEqual(['soon day'])
  })
  test('a dead network takes nothing back', async () => {
    const world = watched([key('soon', 2 * DAY)])
    await world.make().start()
    await world.time.pass(5_000)
    world.goOffline()
    await world.time.pass(3 * HOUR)
    expect(world.shown()).toEqual(['soon week'])
  })
})
