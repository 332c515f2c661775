import { atOnce, SLICE, type Slices } from './slices.ts'

/*
 * The structure of the file is what Python's configparser sees, since it is the strictest of the parsers that read it
 * (botocore and with it the AWS CLI stand on it): which line is a header, a key, a continuation of a value. This scan
 * follows `RawConfigParser._read` line by line, and reports the first line for which Python refuses the whole file.
 */

export type LineKind = 'header' | 'key' | 'continuation' | 'blank' | 'comment' | 'noise'

/** One line of a text: `[start, end)` without its ending, which lies in `[end, next)`. */
export interface ScannedLine {
  kind: LineKind
  start: number
  end: number
  next: number
  /** Counts from 1. */
  number: number
  /** A header's name or a key's, as it stands; the text of no other line has one. */
  name: string
  /** Where a key's value begins, behind its delimiter. */
  valueStart: number
}

interface Interval {
  start: number
  end: number
}

const NOTHING = -1
const WIDE_SPACE = /[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

function isSpace(code: number): boolean {
  if (code > 32) return code > 127 && WIDE_SPACE.test(String.fromCharCode(code))
  return code === 32 || (code >= 9 && code <= 13) || code >= 28
}

/** Python's `str.strip`, as an interval: it knows other spaces than JavaScript's `trim`. */
export function strip(text: string, start: number, end: number): Interval {
  let from = start
  let to = end
  while (from < to && isSpace(text.charCodeAt(from))) from += 1
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1
  return { start: from, end: to }
}

function nextOf(text: string, ending: string, from: number): number {
  const at = text.indexOf(ending, from)
  return at === NOTHING ? text.length : at
}

const isDelimiter = (code: number): boolean => code === 61 || code === 58

function delimiterIn(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (isDelimiter(text.charCodeAt(at))) return at
  return NOTHING
}

/** The name in `[name]`, greedy as Python's pattern is: it ends at the last bracket of the line. */
function headerName(text: string, start: number, end: number): string | undefined {
  if (text.charCodeAt(start) !== 91) return undefined
  const closing = text.lastIndexOf(']', end - 1)
  return closing > start + 1 ? text.slice(start + 1, closing) : undefined
}

/** What the lines above decide about a line: whether it can be a key, and from which indentation on it continues a value. */
interface Surroundings {
  isInSection: boolean
  hasKey: boolean
  indent: number
}

/**
 * Walks the lines of a text, top to bottom.
 *
 * The object given to `visit` is reused: copy what outlives the call. Lines end at LF, CRLF or a bare CR, as Python's
 * universal newlines have it.
 */
export function scanLines(text: string, visit: (line: Readonly<ScannedLine>) => void): void {
  atOnce(scanSlices(text, visit))
}

/** {@link scanLines}, in slices. */
export function* scanSlices(text: string, visit: (line: Readonly<ScannedLine>) => void): Slices<void> {
  const line: ScannedLine = { kind: 'blank', start: 0, end: 0, next: 0, number: 0, name: '', valueStart: 0 }
  const around: Surroundings = { isInSection: false, hasKey: false, indent: 0 }
  // Most files hold no CR at all: it is looked for once, and again only behind the last one.
  let carriageReturn = nextOf(text, '\r', 0)
  while (line.next < text.length) {
    line.start = line.next
    if (carriageReturn < line.start) carriageReturn = nextOf(text, '\r', line.start)
    line.end = Math.min(nextOf(text, '\n', line.start), carriageReturn)
    line.next = endOfEnding(text, line.end)
    line.number += 1
    line.name = ''
    const inner = strip(text, line.start, line.end)
    line.kind = triviaKind(text, inner) ?? meaning(text, line, inner, around)
    visit(line)
    if (line.number % SLICE === 0) yield
  }
}

function endOfEnding(text: string, end: number): number {
  if (end >= text.length) return end
  return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1
}

function triviaKind(text: string, inner: Interval): 'blank' | 'comment' | undefined {
  if (inner.start === inner.end) return 'blank'
  const first = text.charCodeAt(inner.start)
  return first === 35 || first === 59 ? 'comment' : undefined
}

function meaning(text: string, line: ScannedLine, inner: Interval, around: Surroundings): LineKind {
  const indent = inner.start - line.start
  if (around.hasKey && indent > around.indent) return 'continuation'
  around.indent = indent
  const header = headerName(text, inner.start, inner.end)
  if (header !== undefined) {
    line.name = header
    around.isInSection = true
    around.hasKey = false
    return 'header'
  }
  const delimiter = around.isInSection ? delimiterIn(text, inner.start, inner.end) : NOTHING
  // `= value` has no name, and what is indented beneath it continues nothing.
  if (delimiter === inner.start) around.hasKey = false
  if (delimiter <= inner.start) return 'noise'
  around.hasKey = true
  line.name = text.slice(inner.start, strip(text, inner.start, delimiter).end)
  line.valueStart = delimiter + 1
  return 'key'
}
