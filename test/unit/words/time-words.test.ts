import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../shared/instant.ts'
import { languageOf, localeOf, makeWords } from '../../../shared/words/words.ts'

const at = (text: string) => Date.parse(text) as Instant
const words = makeWords('en-GB', 'Europe/Madrid')
const now = at('2026-11-24T12:50:00Z')
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('left', () => {
  test.each([
    { says: 'counts days from two on', ms: 3 * DAY + HOUR, gives: '3 days' },
    { says: 'counts hours from two on', ms: 5 * HOUR + 59 * MINUTE, gives: '5 hrs' },
    { says: 'counts minutes above five', ms: 42 * MINUTE + 59 * SECOND, gives: '42\u00a0min' },
    { says: 'counts minutes and seconds below five minutes', ms: 4 * MINUTE + 38 * SECOND, gives: '4:38' },
    { says: 'pads the seconds', ms: MINUTE + 5 * SECOND, gives: '1:05' },
    { says: 'counts seconds alone below one minute', ms: 27 * SECOND, gives: '27\u00a0s' },
    { says: 'shows a started second as a whole one', ms: 200, gives: '1\u00a0s' },
    { says: 'never goes below nothing', ms: -5 * MINUTE, gives: '0\u00a0s' },
  ])('$says', ({ ms, gives }) => { expect(words.left(ms)).toBe(gives) })
})

describe('relative', () => {
  test.each([
    { says: 'is just now within a minute', to: now - 59 * SECOND, gives: 'just now' },
    { says: 'counts minutes', to: now - 4 * MINUTE, gives: '4 min ago' },
    { says: 'counts hours within a day', to: now + 20 * HOUR, gives: 'in 20 hr' },
    { says: 'knows tomorrow by the calendar', to: now + 24 * HOUR, gives: 'tomorrow' },
    { says: 'calls 35 hours from noon the day after tomorrow, not tomorrow', to: now + 35 * HOUR + 30 * MINUTE, gives: 'in 2 days' },
    { says: 'counts days within a month', to: now + 19 * DAY, gives: 'in 19 days' },
    { says: 'counts months', to: now - 65 * DAY, gives: '2 mo ago' },
  ])('$says', ({ to, gives }) => { expect(words.relative(to as Instant, now)).toBe(gives) })
})

describe('moment', () => {
  test.each([
    { says: 'says today in the zone of the person, not in UTC', to: '2026-11-24T22:30:00Z', gives: 'today 23:30' },
    { says: 'says tomorrow after midnight of that zone', to: '2026-11-24T23:30:00Z', gives: 'tomorrow 00:30' },
    { says: 'says yesterday', to: '2026-11-23T10:00:00Z', gives: 'yesterday 11:00' },
    { says: 'names the day of this year', to: '2026-11-27T09:00:00Z', gives: '27 Nov, 10:00' },
    { says: 'adds the year of another', to: '2027-02-22T09:00:00Z', gives: '22 Feb 2027, 10:00' },
  ])('$says', ({ to, gives }) => { expect(words.moment(at(to), now)).toBe(gives) })
})

test('a full moment names the place of its zone, and UTC as itself', () => {
  expect(words.fullMoment(at('2026-11-29T13:02:00Z'))).toBe('Sunday, 29 November 2026, 14:02, Madrid time')
  expect(makeWords('en-GB', 'UTC').fullMoment(at('2026-11-29T13:02:00Z'))).toBe('Sunday, 29 November 2026, 13:02, UTC')
  expect(makeWords('en', 'America/New_York').fullMoment(at('2026-11-29T13:02:00Z'))).toContain('New York time')
})

test('the language follows the system until a person chooses one', () => {
  expect(languageOf('system', 'es-MX')).toBe('es')
  expect(languageOf('system', 'de-DE')).toBe('en')
  expect(languageOf('en', 'es-MX')).toBe('en')
})

test('dates follow the system where it speaks the language', () => {
  expect(localeOf('en', 'en-GB')).toBe('en-GB')
  expect(localeOf('es', 'en-GB')).toBe('es')
})

test('Spanish speaks of time in Spanish', () => {
  const spanish = makeWords('es', 'Europe/Madrid')
  expect(spanish.moment((now + DAY) as Instant, now)).toBe('mañana 13:50')
  expect(spanish.relative((now + 3 * DAY) as Instant, now)).toBe('dentro de 3 días')
})
