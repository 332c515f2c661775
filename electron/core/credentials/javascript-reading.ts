import { atOnce, SLICE, type Slices } from './slices.ts'

const COMMENT = /(^|\s)[;#]/
const PREFIXED = /^([\w-]+)\s(["'])?([\w-@+.%:/]+)\2$/
const PREFIXES = new Set(['profile', 'sso-session', 'services'])

/**
 * What the AWS SDK for JavaScript reads (`@smithy/shared-ini-file-loader`), or `undefined` where it gives up on the
 * whole file. Every line is looked at by itself: it knows no continuations, cuts comments everywhere and keeps the case
 * of keys. A key that stands indented beneath an empty one is read as `outer.inner`.
 */
export function readAsJavaScript(text: string): Map<string, Map<string, string>> | undefined {
  return atOnce(javaScriptSlices(text))
}

/** {@link readAsJavaScript}, in slices. */
export function* javaScriptSlices(text: string): Slices<Map<string, Map<string, string>> | undefined> {
  const reader: Reader = { sections: new Map(), section: undefined, outer: undefined }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (index % SLICE === SLICE - 1) yield
    const bare = (line.split(COMMENT)[0] ?? '').trim()
    const name = bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : undefined
    if (name === '__proto__' || name === 'profile __proto__') return undefined
    if (name === undefined) readValue(reader, line, bare)
    else Object.assign(reader, { section: sectionName(name), outer: undefined })
  }
  return reader.sections
}

interface Reader {
  sections: Map<string, Map<string, string>>
  section: string | undefined
  /** The last key without a value: what is indented beneath it belongs to it. */
  outer: string | undefined
}

function readValue(reader: Reader, line: string, bare: string): void {
  const equals = bare.indexOf('=')
  if (!reader.section || equals < 1) return
  const key = bare.slice(0, equals).trim()
  const value = bare.slice(equals + 1).trim()
  if (value === '') {
    reader.outer = key
    return
  }
  if (line.trimStart() === line) reader.outer = undefined
  const values = reader.sections.get(reader.section) ?? new Map<string, string>()
  reader.sections.set(reader.section, values)
  values.set(reader.outer ? `${reader.outer}.${key}` : key, value)
}

function sectionName(name: string): string | undefined {
  const match = PREFIXED.exec(name)
  if (!match) return name
  const [, prefix = '', , rest = ''] = match
  return PREFIXES.has(prefix) ? `${prefix}.${rest}` : undefined
}
