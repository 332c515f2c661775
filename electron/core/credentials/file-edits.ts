import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Publication } from '../session/ports.ts'
import { parseIni, printIni, sectionValues, type IniDocument, type IniSection } from './ini-document.ts'
import { entryValues, OUR_KEYS, type OurKey } from './profile-entry.ts'
import { misreadLine, unreadableLine } from './readable-by-tools.ts'
import { dropEmptySection, dropKeys, renameSection, setKeys } from './section-edit.ts'

/** Gives the new text, or the reason not to write. It may be asked several times, for a newer text each. */
export type Edit = (text: string) => Outcome<string, PublicationFailure>

/** The text with a publication's four keys in its section, which is made where it is missing. */
export function publishedText(path: string, text: string, publication: Publication): Outcome<string, PublicationFailure> {
  const { profile } = publication
  const values = entryValues({ ...publication, workspace: publication.workspaceSlug })
  if (!values) return fail({ code: 'write_failed', path })
  const line = unreadableLine(text)
  if (line !== undefined) return fail({ code: 'unreadable_by_tools', path, line })
  const before = parseIni(text)
  const section = before.sections.find(each => each.name === profile)
  if (section && !mayWrite(section, publication)) return fail({ code: 'profile_taken', path, profile })
  return checked(path, before, text, setKeys(before, profile, values), profile, values)
}

/** A section is free while no key stands in it, ours while our record says so and it still names our workspace. */
function mayWrite(section: IniSection, publication: Publication): boolean {
  if (publication.takeOver) return true
  const values = sectionValues(section)
  if (values.size === 0) return true
  const workspace = values.get('cerby_workspace')
  return publication.isOurs && (workspace === undefined || workspace === publication.workspaceSlug)
}

function checked(path: string, before: IniDocument, text: string, after: IniDocument, name: string, expected: ReadonlyMap<string, string>): Outcome<string, PublicationFailure> {
  const result = printIni(after)
  if (result === text) return succeed(text)
  const line = misreadLine(before, after, { before: text, after: result }, name, expected)
  return line === undefined ? succeed(result) : fail({ code: 'unreadable_by_tools', path, line })
}

/**
 * The text without some of our keys in the sections of a profile. A dead token leaves even a file that Python can't read:
 * taking our own lines out can't make that worse.
 */
export function withoutKeys(text: string, profile: ProfileName, keys: readonly OurKey[]): Outcome<string, PublicationFailure> {
  return succeed(printIni(dropKeys(parseIni(text), profile, keys)))
}

/** The text without our keys, and without the header where nothing else stands beneath it. */
export function withoutProfile(text: string, profile: ProfileName): Outcome<string, PublicationFailure> {
  const before = parseIni(text)
  const after = dropKeys(before, profile, OUR_KEYS)
  // A header that held nothing of ours is somebody else's.
  return succeed(printIni(printIni(after) === text ? after : dropEmptySection(after, profile)))
}

/** The text with our keys in a section of another name. */
export function renamedText(path: string, text: string, from: ProfileName, to: ProfileName): Outcome<string, PublicationFailure> {
  const before = parseIni(text)
  const section = before.sections.find(each => each.name === from)
  if (!section || from === to) return succeed(text)
  const values = sectionValues(section)
  const ours = new Map(OUR_KEYS.flatMap(key => (values.has(key) ? [[key, values.get(key) ?? ''] as const] : [])))
  if (ours.size === 0) return succeed(text)
  const line = unreadableLine(text)
  if (line !== undefined) return fail({ code: 'unreadable_by_tools', path, line })
  const target = before.sections.find(each => each.name === to)
  if (target && sectionValues(target).size > 0) return fail({ code: 'profile_taken', path, profile: to })
  if (!target && ours.size === values.size) return succeed(printIni(renameSection(before, from, to)))
  const moved = dropEmptySection(dropKeys(before, from, OUR_KEYS), from)
  return checked(path, moved, printIni(moved), setKeys(moved, to, ours), to, ours)
}
