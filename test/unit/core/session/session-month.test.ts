import { expect, test } from 'vitest'
import { liveAMonth } from '../../../support/session-month.ts'

test('thirty days of sleep, outages, clock jumps and rotations: no tool ever finds a dead token', { timeout: 120_000 }, async () => {
  const figures = await liveAMonth(2026)
  console.log(JSON.stringify(figures))
  expect(figures.expiredSeconds).toBe(0)
  expect(figures.refreshesPerToken).toBeLessThanOrEqual(1.1)
  expect(figures.refreshesPerPeriod).toBeLessThanOrEqual(1.1)
  // Nothing above is so because nothing happened.
  expect(figures.sleeps).toBeGreaterThan(50)
  expect(figures.outages).toBeGreaterThan(50)
  expect(figures.clockJumps).toBeGreaterThan(3)
  expect(figures.lostAnswers).toBeGreaterThan(5)
  expect(figures.profiles.map(profile => profile.tokens > 20)).toEqual([true, true, true, true])
  expect(figures.bugs).toBe(0)
  // A lost answer costs a session only where the network goes too, before the second try.
  expect(figures.sessionsLost).toBeLessThanOrEqual(2)
})
