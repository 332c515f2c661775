import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../shared/instant.ts'
import { fractionLeft, untilNextMinute, untilNextTick } from '../../../renderer/time/ticks.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const now = 1_000_000 as Instant
const inMs = (ms: number) => (now + ms) as Instant

describe('untilNextTick', () => {
  test.each([
    { says: 'waits for the next whole minute above five', left: 42 * MINUTE + 10 * SECOND, gives: 10 * SECOND },
    { says: 'waits a whole minute from a whole one', left: 42 * MINUTE, gives: MINUTE },
    { says: 'does not step over the five minutes where seconds begin', left: 5 * MINUTE + 20 * SECOND, gives: 20 * SECOND },
    { says: 'ticks by the second from five minutes on', left: 5 * MINUTE, gives: SECOND },
    { says: 'waits for the rest of a second', left: 27_300, gives: 300 },
    { says: 'stops at the end', left: 0, gives: undefined },
    { says: 'stays stopped after it', left: -SECOND, gives: undefined },
  ])('$says', ({ left, gives }) => { expect(untilNextTick(inMs(left), now)).toBe(gives) })
})

test('the minute turns with the wall clock', () => {
  expect(untilNextMinute((3 * MINUTE + 1) as Instant)).toBe(MINUTE - 1)
})

describe('fractionLeft', () => {
  test.each([
    { says: 'is whole at the start', issued: 0, expires: 60 * MINUTE, gives: 1 },
    { says: 'shrinks in proportion', issued: -45 * MINUTE, expires: 15 * MINUTE, gives: 0.25 },
    { says: 'is nothing after the end', issued: -60 * MINUTE, expires: -1, gives: 0 },
    { says: 'is never more than whole, though a clock was set back', issued: 5 * MINUTE, expires: 65 * MINUTE, gives: 1 },
    { says: 'is nothing for a life without length', issued: 0, expires: 0, gives: 0 },
  ])('$says', ({ issued, expires, gives }) => { expect(fractionLeft(inMs(issued), inMs(expires), now)).toBe(gives) })
})
