import { expect, test } from 'vitest'
import { crowd, killRefreshes } from '../../support/session-torture.ts'
import { seeded } from '../../support/session-time.ts'

/* Short forms of what test/torture/refresh.ts does at length. */

test('twenty processes that ask at the instant of expiry make one token request, and all have the new token', { timeout: 120_000 }, async () => {
  const figures = await crowd(20)
  expect(figures).toMatchObject({ tokenRequests: 1, succeeded: 20, distinctTokens: 1, isTokenInFile: true })
})

test.each([
  { says: 'a provider that forgives for half a minute loses no session', graceMs: 30_000, mayLose: 0 },
  { says: 'a provider that forgives nothing loses some, each in one clean sign-in', graceMs: 0, mayLose: 5 },
])('killed at any moment of a refresh: $says', { timeout: 120_000 }, async ({ graceMs, mayLose }) => {
  const figures = await killRefreshes(5, graceMs, seeded(2026))
  expect(figures.killedOnTheWay).toBeGreaterThan(0)
  expect(figures.sessionsLost).toBeLessThanOrEqual(mayLose)
  expect(figures.endedCleanly).toBe(figures.sessionsLost)
  expect(figures.mostRequestsAfter).toBeLessThanOrEqual(1)
  expect(figures.deadTokensInFile).toBe(0)
})
