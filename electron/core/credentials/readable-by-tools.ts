import { lineOf, type IniDocument, type IniSection } from './ini-document.ts'
import { javaScriptSlices } from './javascript-reading.ts'
import { OUR_KEYS } from './profile-entry.ts'
import { pythonRefusal, pythonSlices, type PythonReading } from './python-reading.ts'
import type { Slices } from './slices.ts'

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The first line for which a tool's parser gives up on the whole file, counted from 1; `undefined` when all read it. */
export function* unreadableLine(text: string): Slices<number | undefined> {
  const refusal = yield* pythonRefusal(text)
  return refusal ? refusal.line : lineOfForbiddenName(text)
}

// The JavaScript loader loses every profile over this name.
const FORBIDDEN_HEADER = /^[^\S\r\n]*\[(profile )?__proto__\]/m

function lineOfForbiddenName(text: string): number | undefined {
  const at = text.search(FORBIDDEN_HEADER)
  return at < 0 ? undefined : text.slice(0, at).split(/\r\n|\n|\r/).length
}

/**
 * Whether a change of one section reached every tool and nobody else's values: Python and JavaScript must both read
 * `expected` in the section, and all other values as before.
 *
 * A section between two headers at the first column reads the same by itself as in its place, so that is all that is
 * looked at; where indentation or a second header of that name makes this untrue, the whole file is.
 *
 * @returns the line to show to a person where it did not, else `undefined`
 */
export function* misreadLine(before: IniDocument, after: IniDocument, texts: { before: string; after: string }, name: string, expected: ReadonlyMap<string, string>): Slices<number | undefined> {
  const index = after.sections.findIndex(each => each.name === name)
  const section = after.sections[index]
  if (!section) return 1
  const isAlone = standsAlone(after, section, index, texts.after)
  // A change puts no section above the first of its name.
  const old = before.sections[index]?.text ?? ''
  const scope = isAlone ? { before: old, after: section.text } : texts
  const isRight = agrees(yield* pythonSlices(scope.before), yield* pythonSlices(scope.after), name, expected)
    && sameElsewhere(yield* javaScriptSlices(scope.before), yield* javaScriptSlices(scope.after), name, expected)
  return isRight ? undefined : lineOf(after, section)
}

function standsAlone({ preamble, sections }: IniDocument, section: IniSection, index: number, text: string): boolean {
  const above = sections[index - 1]?.text ?? preamble
  const next = sections[index + 1]?.text ?? '['
  const header = `[${section.name}]`
  return section.text.startsWith('[') && next.startsWith('[') && (above === '' || above.endsWith('\n')) && text.indexOf(header, text.indexOf(header) + 1) < 0
}

function agrees(before: PythonReading, after: PythonReading, name: string, expected: ReadonlyMap<string, string>): boolean {
  return before.ok && after.ok && sameElsewhere(before.sections, after.sections, name, expected)
}

function sameElsewhere(before: Sections | undefined, after: Sections | undefined, name: string, expected: ReadonlyMap<string, string>): boolean {
  if (!before || !after) return false
  const ours = after.get(name)
  for (const [key, value] of expected) if (ours?.get(key) !== value) return false
  return flat(before, name) === flat(after, name)
}

/** All values but our four keys of one section, as one comparable text. */
function flat(sections: Sections, name: string): string {
  const isOurs = new Set<string>(OUR_KEYS)
  const all = [...sections].map(([section, values]) => [section, [...values].filter(([key]) => section !== name || !isOurs.has(key))])
  return JSON.stringify(all.filter(([section, values]) => section !== name || (values?.length ?? 0) > 0))
}
