import type { PublicationFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Secret } from '../secret.ts'
import type { Publication } from '../session/ports.ts'
import { parseIni, printIni, sectionValues, type IniDocument, type IniSection } from './ini-document.ts'
import { entryValues, OUR_KEYS, profileEntry, TOKEN_KEYS, type ProfileEntry } from './profile-entry.ts'
import { misreadLine, unreadableLine } from './readable-by-tools.ts'
import { dropEmptySection, dropKeys, setKeys } from './section-edit.ts'

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

/** What a text says for a profile; `undefined` where none of our keys stands in its section. */
export function entryIn(text: string, profile: ProfileName): ProfileEntry | undefined {
  const values = new Map(parseIni(text).sections.filter(section => section.name === profile).flatMap(section => [...sectionValues(section)]))
  return OUR_KEYS.some(key => values.has(key)) ? profileEntry(values) : undefined
}

/**
 * The text without a profile's token and its end. A dead token leaves even a file that Python can't read: taking our own
 * lines out can't make that worse.
 *
 * @param dead  spares another token whose end lies ahead of `now`; undefined spares none
 */
export function withoutToken(text: string, profile: ProfileName, dead: Secret | undefined, now: Instant): Outcome<string, PublicationFailure> {
  const entry = dead === undefined ? undefined : entryIn(text, profile)
  const isAlive = entry?.expiresAt !== undefined && entry.expiresAt > now
  if (isAlive && dead !== undefined && entry.bearerToken?.equals(dead) === false) return succeed(text)
  return succeed(printIni(dropKeys(parseIni(text), profile, TOKEN_KEYS)))
}

/** The text without our keys, and without the header where nothing else stands beneath it. */
export function withoutProfile(text: string, profile: ProfileName): Outcome<string, PublicationFailure> {
  const before = parseIni(text)
  const after = dropKeys(before, profile, OUR_KEYS)
  // A header that held nothing of ours is somebody else's.
  return succeed(printIni(printIni(after) === text ? after : dropEmptySection(after, profile)))
}
