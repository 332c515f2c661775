import { linesOf, partComment, type IniDocument, type IniLine } from './ini-document.ts'

/*
 * Changes of single lines. Each gives a new document in which every line that isn't one of the given keys is the very
 * slice that was read.
 */

/** Writes `key = value` lines into a section, which is added at the end of the document where it is missing. */
export function setKeys(document: IniDocument, name: string, values: ReadonlyMap<string, string>): IniDocument {
  const index = document.sections.findIndex(section => section.name === name)
  const section = document.sections[index]
  if (!section) return append(document, name, values)
  const keys = [...values.keys()]
  // Of several sections of one name only the first keeps our keys: the last value would win over the one we set.
  // Beneath keys at the first column an indented header would continue the last of them.
  const indent = /^[^\S\r\n]*/.exec(document.sections[index + 1]?.text ?? '')?.[0] ?? ''
  const sections = document.sections.with(index, { ...section, text: textWith(linesOf(section), values, document.lineEnding, indent) })
  for (let at = index + 1; at < sections.length; at += 1) {
    const each = sections[at]
    if (each?.name === name) sections[at] = { ...each, text: textOf(without(linesOf(each), keys)) }
  }
  return { ...document, sections }
}

/** Takes keys, and what continues their values, out of every section of that name. */
export function dropKeys(document: IniDocument, name: string, keys: readonly string[]): IniDocument {
  const sections = document.sections.map(section => (section.name === name ? { ...section, text: textOf(without(linesOf(section), keys)) } : section))
  return { ...document, sections }
}

/** Takes the header of a section out where no key is left beneath it. Its comments and blank lines stay where they are. */
export function dropEmptySection(document: IniDocument, name: string): IniDocument {
  const index = document.sections.findIndex(section => section.name === name)
  const section = document.sections[index]
  if (!section) return document
  const [, ...rest] = linesOf(section)
  if (rest.some(line => line.kind !== 'blank' && line.kind !== 'comment')) return document
  const before = document.sections.slice(0, index)
  const sections = document.sections.slice(index + 1)
  const above = before.pop()
  if (!above) return { ...document, preamble: document.preamble + textOf(rest), sections }
  return { ...document, sections: [...before, { ...above, text: above.text + textOf(rest) }, ...sections] }
}

const textOf = (lines: readonly IniLine[]): string => lines.map(line => line.text).join('')
const indentOf = (line: IniLine): string => /^[^\S\r\n]*/.exec(line.text)?.[0] ?? ''
const endingOf = (line: IniLine): string => /[\r\n]*$/.exec(line.text)?.[0] ?? ''
const ENDS_IN_BLANK = /(^|\r\n|\n|\r(?!\n))[^\S\r\n]*(\r\n|\n|\r)$/

function append(document: IniDocument, name: string, values: ReadonlyMap<string, string>): IniDocument {
  const eol = document.lineEnding
  const before = document.sections.at(-1)?.text ?? document.preamble
  const isParted = before === '' || ENDS_IN_BLANK.test(before)
  const gap = (before === '' || /[\r\n]$/.test(before) ? '' : eol) + (isParted ? '' : eol)
  const text = [`[${name}]`, ...[...values].map(([key, value]) => `${key} = ${value}`)].map(line => line + eol).join('')
  const section = { name, text }
  const last = document.sections.at(-1)
  if (!last) return { ...document, preamble: document.preamble + gap, sections: [section] }
  return { ...document, sections: [...document.sections.slice(0, -1), { ...last, text: last.text + gap }, section] }
}

/** The lines without those of the given keys; a continuation goes with the key whose value it continues. */
function without(lines: readonly IniLine[], keys: readonly string[]): IniLine[] {
  return [...keyed(lines)].filter(({ key }) => !keys.includes(key)).map(({ line }) => line)
}

/** @param indent  of keys in a section that has none yet */
function textWith(lines: readonly IniLine[], values: ReadonlyMap<string, string>, eol: string, indent: string): string {
  const written = new Set<string>()
  const result: string[] = []
  let place: Place = { at: 0, indent, isOurs: false, hasKey: false }
  for (const { line, key } of keyed(lines)) {
    const value = values.get(key)
    if (value === undefined) result.push(line.text)
    else if (!written.has(key)) result.push(rewritten(line, key, value, eol))
    if (value !== undefined) written.add(key)
    place = nextPlace(place, line, result.length, value !== undefined)
  }
  const missing = [...values].filter(([name]) => !written.has(name)).map(([name, value]) => `${place.indent}${name} = ${value}${eol}`)
  return inserted(result, place.at, missing, eol)
}

/** Where new lines go: beneath the last of ours, else beneath the last line that means something, indented as it is. */
interface Place {
  at: number
  indent: string
  isOurs: boolean
  hasKey: boolean
}

function nextPlace(place: Place, line: IniLine, at: number, isOurs: boolean): Place {
  const isTrivia = line.kind === 'blank' || line.kind === 'comment'
  if (isTrivia || (place.isOurs && !isOurs)) return place
  const hasKey = place.hasKey || line.kind === 'key'
  // Where a key stands above, every line that isn't its continuation sets the depth from which on the next ones are.
  return { at, indent: hasKey && line.kind !== 'continuation' ? indentOf(line) : place.indent, isOurs, hasKey }
}

/** Each line with the key whose value it holds a part of; `''` for all others. */
function* keyed(lines: readonly IniLine[]): Generator<{ line: IniLine; key: string }> {
  let current = ''
  for (const line of lines) {
    if (line.kind === 'key') current = line.key
    yield { line, key: line.kind === 'key' || line.kind === 'continuation' ? current : '' }
  }
}

function inserted(lines: readonly string[], place: number, added: readonly string[], eol: string): string {
  if (added.length === 0) return lines.join('')
  const above = lines.slice(0, place).join('')
  return [above, /[\r\n]$/.test(above) ? '' : eol, ...added, ...lines.slice(place)].join('')
}

/** The line with a new value and the spacing it had; a comment behind the old value gets a line of its own above. */
function rewritten(line: IniLine, key: string, value: string, eol: string): string {
  const spacing = new RegExp(`^[ \\t]*${key}([ \\t]*=[ \\t]*)`).exec(line.text)?.[1]
  if (spacing !== undefined && line.value.trim() === value) return line.text
  const { comment } = partComment(line.value)
  const above = comment === '' ? '' : comment + (endingOf(line) || eol)
  return `${above}${indentOf(line)}${key}${spacing ?? ' = '}${value}${endingOf(line)}`
}
