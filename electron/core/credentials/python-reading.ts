import { scanSlices, strip, type LineKind, type ScannedLine } from './ini-scan.ts'
import { atOnce, SLICE, type Slices } from './slices.ts'

/** A line for which Python refuses to read the file at all. */
export interface Refusal {
  line: number
  reason: 'byte_order_mark' | 'before_first_section' | 'duplicate_section' | 'duplicate_key' | 'no_key' | 'bad_nested_value'
}

export type PythonReading = { ok: true; sections: Map<string, Map<string, string>> } | { ok: false; refusal: Refusal }

interface RawValue {
  line: number
  parts: string[]
}
type RawSection = Map<string, RawValue>

/**
 * What botocore reads (`RawConfigParser` in its strict mode, then one level of nesting), so that we can tell whether
 * Python's tools will get what we write, and name the line where they stop. Values keep `#` and quotes; keys are in
 * lower case.
 */
export function readAsPython(text: string): PythonReading {
  return atOnce(pythonSlices(text))
}

/** {@link readAsPython}, in slices. */
export function* pythonSlices(text: string): Slices<PythonReading> {
  if (text.startsWith('\uFEFF')) return refused(1, 'byte_order_mark')
  const reader: Reader = { text, sections: new Map(), section: undefined, value: undefined, refusal: undefined }
  yield* scanSlices(text, line => {
    readers[line.kind](reader, line)
  })
  return reader.refusal ? { ok: false, refusal: reader.refusal } : yield* joined(reader.sections)
}

/**
 * Why Python refuses a text, with nothing kept of what it reads there: of ten thousand sections, all that would be moved
 * about again and again by the collection of garbage, which stops everybody.
 */
export function* pythonRefusal(text: string): Slices<Refusal | undefined> {
  // What `[DEFAULT]` gives to every section, above it and below, is only known in the end.
  if (text.startsWith('\uFEFF') || text.includes('[DEFAULT]')) {
    const reading = yield* pythonSlices(text)
    return reading.ok ? undefined : reading.refusal
  }
  const reader: Reader = { text, sections: new Map(), section: undefined, value: undefined, refusal: undefined }
  const forgotten: RawSection = new Map()
  let nested: Refusal | undefined
  yield* scanSlices(text, line => {
    if (line.kind === 'header') nested ??= nestedRefusal(reader.section)
    readers[line.kind](reader, line)
    if (line.kind === 'header') reader.sections.set(line.name, forgotten)
  })
  return reader.refusal ?? nested ?? nestedRefusal(reader.section)
}

function nestedRefusal(section: RawSection | undefined): Refusal | undefined {
  for (const [key, { line, parts }] of section ?? []) {
    if (parts.length > 1 && !addValue(new Map(), key, stripEnd(parts.join('\n')))) return { line, reason: 'bad_nested_value' }
  }
  return undefined
}

interface Reader {
  text: string
  sections: Map<string, RawSection>
  section: RawSection | undefined
  value: RawValue | undefined
  refusal: Refusal | undefined
}

const readers: Record<LineKind, (reader: Reader, line: Readonly<ScannedLine>) => void> = {
  header(reader, line) {
    if (reader.sections.has(line.name) && line.name !== 'DEFAULT') refuse(reader, line, 'duplicate_section')
    reader.section = reader.sections.get(line.name) ?? new Map()
    reader.sections.set(line.name, reader.section)
    reader.value = undefined
  },
  key(reader, line) {
    const key = line.name.toLowerCase()
    if (reader.section?.has(key)) refuse(reader, line, 'duplicate_key')
    reader.value = { line: line.number, parts: [stripped(reader.text, line.valueStart, line.end)] }
    reader.section?.set(key, reader.value)
  },
  continuation(reader, line) {
    reader.value?.parts.push(stripped(reader.text, line.start, line.end))
  },
  blank(reader) {
    reader.value?.parts.push('')
  },
  noise(reader, line) {
    refuse(reader, line, reader.section ? 'no_key' : 'before_first_section')
  },
  comment() {
    // Neither ends nor continues anything.
  },
}

function refuse(reader: Reader, line: Readonly<ScannedLine>, reason: Refusal['reason']): void {
  reader.refusal ??= { line: line.number, reason }
}

function stripped(text: string, start: number, end: number): string {
  const inner = strip(text, start, end)
  return text.slice(inner.start, inner.end)
}

function refused(line: number, reason: Refusal['reason']): PythonReading {
  return { ok: false, refusal: { line, reason } }
}

function* joined(raw: Map<string, RawSection>): Slices<PythonReading> {
  const shared = [...(raw.get('DEFAULT') ?? [])]
  raw.delete('DEFAULT')
  const sections = new Map<string, Map<string, string>>()
  for (const [name, values] of raw) {
    const section = new Map<string, string>()
    sections.set(name, section)
    if (sections.size % SLICE === 0) yield
    // `[DEFAULT]` gives its keys to every section that lacks them.
    for (const [key, { line, parts }] of [...shared.filter(([key]) => !values.has(key)), ...values]) {
      if (!addValue(section, key, stripEnd(parts.join('\n')))) return refused(line, 'bad_nested_value')
    }
  }
  return { ok: true, sections }
}

function stripEnd(value: string): string {
  const inner = strip(value, 0, value.length)
  return inner.start === inner.end ? '' : value.slice(0, inner.end)
}

/** A value that begins on the next line is a list of `key = value` beneath it: `s3 =\n  region = x` gives `s3.region`. */
function addValue(section: Map<string, string>, key: string, value: string): boolean {
  if (!value.startsWith('\n')) {
    section.set(key, value)
    return true
  }
  for (const line of value.split('\n').map(each => each.trim()).filter(each => each !== '')) {
    const equals = line.indexOf('=')
    if (equals < 0) return false
    section.set(`${key}.${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim())
  }
  return true
}
