import { describe, expect, test } from 'vitest'
import { keyStatus } from '../../../../electron/core/api-keys/key-status.ts'
import { expiringFrom } from '../../../../electron/core/api-keys/reminders.ts'
import { keyShape } from '../../../../electron/core/api-keys/key-format.ts'
import { generateKey, isWellFormedKey } from '../../../../electron/workspace/keys/key-format.ts'
import { after, instant } from '../../../../shared/instant.ts'

const MADE = instant(1_795_000_000_000)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const living = (ms: number) => ({ createdAt: MADE, expiresAt: after(MADE, ms) })

describe('a key begins to expire', () => {
  const rows: [string, number, number][] = [
    ["an hour's key, 15 minutes before its end", HOUR, HOUR - 15 * MINUTE],
    ["a 12 hours' key, 3 hours before", 12 * HOUR, 9 * HOUR],
    ["a day's key, 6 hours before", DAY, 18 * HOUR],
    ["a 5 days' key, 30 hours before", 5 * DAY, 5 * DAY - 30 * HOUR],
    ["a year's key, 7 days before", 365 * DAY, 358 * DAY],
    ['a key without a life, at once', 0, 0],
  ]
  test.each(rows)('%s', (_, lifeMs, fromMs) => {
    const key = living(lifeMs)
    expect(expiringFrom(key)).toBe(after(MADE, fromMs))
    if (lifeMs === 0) return
    expect(keyStatus(key, after(MADE, fromMs - 1))).toBe('active')
    expect(keyStatus(key, after(MADE, fromMs))).toBe('expiring')
    expect(keyStatus(key, after(MADE, lifeMs - 1))).toBe('expiring')
    expect(keyStatus(key, after(MADE, lifeMs))).toBe('expired')
  })
  test('never, where it never ends', () => {
    expect([expiringFrom({ createdAt: MADE, expiresAt: 'never' }), keyStatus({ createdAt: MADE, expiresAt: 'never' }, after(MADE, 10_000 * DAY))]).toEqual(['never', 'active'])
  })
})

describe('the text of a key', () => {
  test("a thousand of the workspace's own are whole, and any one character less or other is damage", () => {
    for (let round = 0; round < 1_000; round += 1) {
      const { text } = generateKey()
      expect(isWellFormedKey(text)).toBe(true)
      expect(keyShape(text)).toBe('whole')
      const at = 10 + (round % (text.length - 10))
      const other = text[at] === 'a' ? 'b' : 'a'
      const changed = text.slice(0, at) + other + text.slice(at + 1)
      expect(keyShape(changed)).toBe('damaged')
      expect(keyShape(text.slice(0, -1))).toBe('damaged')
    }
  })
  test.each(['', 'acme_123', 'crbk_', 'Bearer crbk_live_x'])('%j is of a format that nobody told us', text => {
    expect(keyShape(text)).toBe('unknown')
  })
})
