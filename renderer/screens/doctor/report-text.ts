import type { Instant } from '../../../shared/instant.ts'
import type { Words } from '../../../shared/words/words.ts'
import { sayFinding, type CheckRow } from './finding-words.ts'

const EMAIL = /[^\s@<>()"']+@[^\s@<>()"']+\.[^\s@<>()"',;.]+/g
// What a token or a key looks like: a long run of the letters that base64url has, a digit among them.
const SECRET = /\b(?=[\w~+/=-]*\d)(?=[\w~+/=-]*[A-Za-z])[\w~+/=-]{32,}(?:\.[\w~+/=-]+)*/g

/** Takes out of a text whatever must not leave this computer, wherever it came from. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(SECRET, '[…]')
    .replaceAll(EMAIL, '[@]')
    .replaceAll(/(?:\/(?:home|Users)\/|[A-Za-z]:\\Users\\)[^/\\\s]+/g, '~')
}

/** The doctor's findings as plain text, for whoever helps. */
export function reportText(rows: readonly CheckRow[], at: Instant, words: Words): string {
  const lines = rows.flatMap(({ title, finding }) => (finding === undefined ? [] : [`[${words.t(`doctor.standing.${finding.standing}`)}] ${title}: ${sayFinding(finding, words)}`]))
  const head = [words.t('doctor.report.title'), words.t('doctor.report.at', { at: new Date(at).toISOString() }), '']
  return withoutSecrets([...head, ...lines, ''].join('\n'))
}
