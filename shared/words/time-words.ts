import type { Instant } from '../instant.ts'
import type { Plain } from './message-ids.ts'

/** Moments and spans as people of a locale write them. Nothing here reads the clock: `now` is handed in. */
export type TimeWords = {
  readonly locale: string
  readonly timeZone: string
  /** `14:32` */
  time(at: Instant): string
  /** `13:32:04` */
  timeToTheSecond(at: Instant): string
  /** `27 Nov`, with the year where it isn't this one. */
  day(at: Instant, now: Instant): string
  /** `today 11:48`, `tomorrow 09:00`, `27 Nov, 10:00` */
  moment(at: Instant, now: Instant): string
  /** `Sunday 29 November 2026, 14:02, Madrid time` */
  fullMoment(at: Instant): string
  /** `in 3 days`, `4 min ago`, `just now` */
  relative(at: Instant, now: Instant): string
  /** What is left of a span: `3 d`, `5 h`, `42 min`, below five minutes `4:38`, below one `27 s`. Never below nothing. */
  left(ms: number): string
  /** A span in words: `2 hours`, `30 seconds`. */
  span(seconds: number): string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Below this a countdown shows seconds; above it, ticking by the minute is calmer and costs less. */
export const SECONDS_MATTER_BELOW_MS = 5 * MINUTE

const UNITS = [['year', 365 * DAY], ['month', 30 * DAY], ['day', DAY], ['hour', HOUR], ['minute', MINUTE]] as const

/** Whole units of the largest unit that fits, signed; `undefined` below a minute. */
function largestUnit(ms: number): { unit: (typeof UNITS)[number][0]; count: number } | undefined {
  const fitting = UNITS.find(([, length]) => Math.abs(ms) >= length)
  return fitting && { unit: fitting[0], count: Math.trunc(ms / fitting[1]) }
}

function makeFormats(locale: string, timeZone: string | undefined) {
  const zone = timeZone === undefined ? {} : { timeZone }
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...zone, ...options })
  return {
    time: of({ hour: '2-digit', minute: '2-digit' }),
    second: of({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day: of({ day: 'numeric', month: 'short' }),
    dayOfYear: of({ day: 'numeric', month: 'short', year: 'numeric' }),
    full: of({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    // Swedish writes ISO dates: a key to compare days by, in the zone of the others.
    key: new Intl.DateTimeFormat('sv', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }),
    relativeDay: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  }
}

/** `Europe/Madrid` gives `Madrid`; `undefined` for UTC and its likes, which are no place. */
function placeOf(timeZone: string): string | undefined {
  const parts = timeZone.split('/')
  if (parts.length < 2 || parts[0] === 'Etc') return undefined
  return parts.at(-1)?.replaceAll('_', ' ')
}

/**
 * @param locale    BCP 47
 * @param timeZone  IANA name; the system's when left out
 * @param plain     the messages that hold the few words between the numbers
 */
export function makeTimeWords(locale: string, timeZone: string | undefined, plain: Plain): TimeWords {
  // Formats are dear to make, and many windows need none of them at first.
  let made: ReturnType<typeof makeFormats> | undefined
  const formats = () => (made ??= makeFormats(locale, timeZone))
  const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  const dayKey = (at: number) => formats().key.format(at)

  const day = (at: Instant, now: Instant) =>
    dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4) ? formats().day.format(at) : formats().dayOfYear.format(at)

  const moment = (at: Instant, now: Instant) => {
    const time = formats().time.format(at)
    if (dayKey(at) === dayKey(now)) return plain('time.today', { time })
    if (dayKey(at) === dayKey(now + DAY)) return plain('time.tomorrow', { time })
    if (dayKey(at) === dayKey(now - DAY)) return plain('time.yesterday', { time })
    return plain('time.dayAndTime', { day: day(at, now), time })
  }
  const fullMoment = (at: Instant) => {
    const place = placeOf(zone)
    const text = plain('time.dayAndTime', { day: formats().full.format(at), time: formats().time.format(at) })
    return place === undefined ? plain('time.utc', { moment: text }) : plain('time.zone', { moment: text, place })
  }
  const relative = (at: Instant, now: Instant) => {
    const largest = largestUnit(at - now)
    if (!largest) return plain('time.now')
    if (largest.unit !== 'day') return formats().relative.format(largest.count, largest.unit)
    // By the calendar: 30 hours from late evening is the day after tomorrow.
    return formats().relativeDay.format(Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / DAY), 'day')
  }
  const unit = (count: number, name: string, display: 'short' | 'long') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: display }).format(count)

  const left = (ms: number) => {
    if (ms >= 2 * DAY) return unit(Math.floor(ms / DAY), 'day', 'short')
    if (ms >= 2 * HOUR) return unit(Math.floor(ms / HOUR), 'hour', 'short')
    if (ms >= SECONDS_MATTER_BELOW_MS) return plain('time.minutesShort', { count: Math.floor(ms / MINUTE) })
    const seconds = Math.max(0, Math.ceil(ms / SECOND))
    if (seconds < 60) return plain('time.secondsShort', { count: seconds })
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
  const span = (seconds: number) => {
    const largest = largestUnit(seconds * SECOND)
    return largest ? unit(largest.count, largest.unit, 'long') : unit(Math.ceil(seconds), 'second', 'long')
  }
  return {
    locale,
    timeZone: zone,
    time: at => formats().time.format(at),
    timeToTheSecond: at => formats().second.format(at),
    day,
    moment,
    fullMoment,
    relative,
    left,
    span,
  }
}
