import { scanLines, scanSlices } from './ini-scan.ts'
import { atOnce, type Slices } from './slices.ts'

/*
 * The file as a document that remembers every byte: its sections are slices of the text, in order, and writing it out
 * joins them. A change replaces single lines of one section and leaves every other slice as it was read.
 */

/** One section: its header line and all that follows up to the next header, each with its own line ending. */
export interface IniSection {
  name: string
  text: string
}

export interface IniDocument {
  /** U+FEFF, where the file began with one. */
  byteOrderMark: string
  /** What stands before the first header. */
  preamble: string
  sections: readonly IniSection[]
  /** The ending of the first line, which new lines get as well. */
  lineEnding: '\n' | '\r\n'
}

/** A line of one section, as it stands there. */
export interface IniLine {
  kind: 'header' | 'key' | 'continuation' | 'blank' | 'comment' | 'noise'
  /** With its ending. */
  text: string
  /** A key in lower case, as Python and Go read it; `''` for every other line. */
  key: string
  /** What stands behind a key's delimiter, with its spaces. */
  value: string
}

const BYTE_ORDER_MARK = '\uFEFF'

/** Reads any text; there is no text that can't be a document. */
export function parseIni(source: string): IniDocument {
  return atOnce(parseSlices(source))
}

/** {@link parseIni}, in slices. */
export function* parseSlices(source: string): Slices<IniDocument> {
  const byteOrderMark = source.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const text = source.slice(byteOrderMark.length)
  const sections: IniSection[] = []
  let preambleEnd = text.length
  let open: { name: string; start: number } | undefined
  const close = (end: number) => {
    if (open) sections.push({ name: open.name, text: text.slice(open.start, end) })
    else preambleEnd = end
  }
  yield* scanSlices(text, line => {
    if (line.kind !== 'header') return
    close(line.start)
    open = { name: line.name, start: line.start }
  })
  close(text.length)
  return { byteOrderMark, preamble: text.slice(0, preambleEnd), sections, lineEnding: lineEndingOf(text) }
}

/** The line of a section's header, counted from 1. */
export function lineOf({ preamble, sections }: IniDocument, section: IniSection): number {
  let line = 1
  for (const { text } of [{ text: preamble }, ...sections.slice(0, sections.indexOf(section))]) line += text.match(/\r\n|\n|\r/g)?.length ?? 0
  return line
}

/** The text of a document: byte for byte what was parsed, but for the lines that were changed. */
export function printIni(document: IniDocument): string {
  let text = document.byteOrderMark + document.preamble
  for (const section of document.sections) text += section.text
  return text
}

/** The ending of the first line. A bare CR ends a line for Python alone; we never write one. */
export function lineEndingOf(text: string): '\n' | '\r\n' {
  return /\r\n|\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n'
}

/** The lines of a section, header first. */
export function linesOf(section: IniSection): IniLine[] {
  const lines: IniLine[] = []
  scanLines(section.text, line => {
    const isKey = line.kind === 'key'
    lines.push({
      kind: line.kind,
      text: section.text.slice(line.start, line.next),
      key: isKey ? line.name.toLowerCase() : '',
      value: isKey ? section.text.slice(line.valueStart, line.end) : '',
    })
  })
  return lines
}

/**
 * Every value of every section, as the SDKs' published rules have it: the last of several wins, sections of one name
 * are merged, a `#` or `;` behind a space begins a comment, deeper indented lines continue a value (joined by LF).
 *
 * @returns section name to key (lower case) to value
 */
export function valuesOf(document: IniDocument): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>()
  for (const section of document.sections) {
    const values = all.get(section.name) ?? new Map<string, string>()
    all.set(section.name, sectionValues(section, values))
  }
  return all
}

/**
 * The values of one section, by the rules of {@link valuesOf}.
 *
 * @param values  those of sections of its name above it; it is added to
 */
export function sectionValues({ text }: IniSection, values = new Map<string, string>()): Map<string, string> {
  let current: string | undefined
  scanLines(text, line => {
    if (line.kind === 'key') {
      current = line.name.toLowerCase()
      values.set(current, partComment(text.slice(line.valueStart, line.end)).value)
    } else if (line.kind === 'continuation' && current !== undefined) {
      values.set(current, `${values.get(current) ?? ''}\n${text.slice(line.start, line.end).trim()}`)
    }
  })
  return values
}

const COMMENT = /\s([;#].*)$/s

/** A value and the comment behind it (`''`: none). Python takes both for the value, the other SDKs cut; we never write one. */
export function partComment(value: string): { value: string; comment: string } {
  const found = COMMENT.exec(value)
  return { value: value.slice(0, found?.index).trim(), comment: found?.[1]?.trimEnd() ?? '' }
}
