import { IntlMessageFormat } from 'intl-messageformat'
import type { Instant } from '../instant.ts'
import { english } from './en/catalogue.ts'
import type { ArgumentsOf } from './message-arguments.ts'
import { spanish } from './es/catalogue.ts'
import type { MessageId, Value } from './message-ids.ts'
import { makeTimeWords, type TimeWords } from './time-words.ts'

export type Language = 'en' | 'es'

/** A piece of a message: plain text, or text that stands out. */
export type Part = string | { readonly strong: string }

type Values<Id extends MessageId> = ArgumentsOf<(typeof english)[Id]>
type Given<Id extends MessageId> = [Values<Id>] extends [never] ? [] : [{ readonly [Name in Values<Id>]: Value }]

/** Everything a program needs to speak to a person in one language. */
export type Words = TimeWords & {
  readonly language: Language
  /** A message as plain text. */
  t<Id extends MessageId>(id: Id, ...values: Given<Id>): string
  /** A message whose emphasis is to be drawn. */
  parts<Id extends MessageId>(id: Id, ...values: Given<Id>): readonly Part[]
  /** A message whose id is known at run time only; values that it doesn't use are ignored. */
  any(id: MessageId, values: Readonly<Record<string, Value>>): string
  anyParts(id: MessageId, values: Readonly<Record<string, Value>>): readonly Part[]
  /** `users, teams and jobs` */
  list(items: readonly string[]): string
  number(count: number): string
}

const CATALOGUES: Record<Language, Record<MessageId, string>> = { en: english, es: spanish }

/** The language to speak where a person chose `setting`, and the system speaks `systemLocale` (BCP 47). */
export function languageOf(setting: 'system' | Language, systemLocale: string): Language {
  if (setting !== 'system') return setting
  return systemLocale.toLowerCase().startsWith('es') ? 'es' : 'en'
}

/** The locale that formats dates for `language`: the system's own where it fits (`en-GB`), else the language alone. */
export function localeOf(language: Language, systemLocale: string): string {
  return systemLocale.toLowerCase().split('-')[0] === language ? systemLocale : language
}

/**
 * Words in one language.
 *
 * @param locale    BCP 47; its language chooses the catalogue, its region the way of dates (`en`, `en-GB`, `es`)
 * @param timeZone  IANA name; the system's own when left out
 */
export function makeWords(locale: string, timeZone?: string): Words {
  const language: Language = locale.toLowerCase().startsWith('es') ? 'es' : 'en'
  const parsed = new Map<MessageId, IntlMessageFormat>()

  const messageOf = (id: MessageId): IntlMessageFormat => {
    const known = parsed.get(id)
    if (known) return known
    const made = new IntlMessageFormat(CATALOGUES[language][id], locale)
    parsed.set(id, made)
    return made
  }
  const partsOf = (id: MessageId, values: Readonly<Record<string, Value>> = {}): readonly Part[] => {
    const strong = (chunks: unknown[]): Part => ({ strong: chunks.join('') })
    const formatted: unknown = messageOf(id).format<Part>({ ...values, b: strong })
    return (Array.isArray(formatted) ? formatted : [formatted]) as Part[]
  }
  const plain = (id: MessageId, values?: Readonly<Record<string, Value>>): string =>
    partsOf(id, values).map(part => (typeof part === 'string' ? part : part.strong)).join('')

  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const numbers = new Intl.NumberFormat(locale)
  return {
    language,
    t: (id, ...values) => plain(id, values[0]),
    parts: (id, ...values) => partsOf(id, values[0]),
    any: plain,
    anyParts: partsOf,
    list: items => lists.format(items),
    number: count => numbers.format(count),
    ...makeTimeWords(locale, timeZone, plain),
  }
}

/** A moment that may be `never`, as a person reads it. */
export function momentOrNever(words: Words, at: Instant | 'never', now: Instant): string {
  return at === 'never' ? words.t('time.never') : words.moment(at, now)
}
