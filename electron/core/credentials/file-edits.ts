import type { PublicationFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Secret } from '../secret.ts'
import type { Publication } from '../session/ports.ts'
import { lineEndingOf, printIni, sectionValues, type IniDocument, type IniSection } from './ini-document.ts'
import type { KnownText } from './known-text.ts'
import { entryValues, OUR_KEYS, profileEntry, TOKEN_KEYS, type ProfileEntry } from './profile-entry.ts'
import { misreadLine } from './readable-by-tools.ts'
import { dropEmptySection, dropKeys, setKeys } from './section-edit.ts'
import type { Slices } from './slices.ts'

/** The text with a publication's four keys in its section, which is made where it is missing. */
export function* publishedText(path: string, known: KnownText, publication: Publication): Slices<Outcome<KnownText, PublicationFailure>> {
  const { profile } = publication
  const values = entryValues({ ...publication, workspace: publication.workspaceSlug })
  if (!values) return fail({ code: 'write_failed', path })
  const { document, unreadableLine: line } = known
  if (line !== undefined) return fail({ code: 'unreadable_by_tools', path, line })
  const section = document.sections.find(each => each.name === profile)
  if (section && !mayWrite(section, publication)) return fail({ code: 'profile_taken', path, profile })
  return yield* checked(path, known, setKeys(document, profile, values), profile, values)
}

/** A section is free while no key stands in it, ours while our record says so and it still names our workspace. */
function mayWrite(section: IniSection, publication: Publication): boolean {
  if (publication.takeOver) return true
  const values = sectionValues(section)
  if (values.size === 0) return true
  const workspace = values.get('cerby_workspace')
  return publication.isOurs && (workspace === undefined || workspace === publication.workspaceSlug)
}

function* checked(path: string, before: KnownText, document: IniDocument, name: string, expected: ReadonlyMap<string, string>): Slices<Outcome<KnownText, PublicationFailure>> {
  const text = printedAfter(before, document)
  if (text === before.text) return succeed(before)
  const line = yield* misreadLine(before.document, document, { before: before.text, after: text }, name, expected)
  return line === undefined ? succeed({ text, document: { ...document, lineEnding: lineEndingOf(text) }, unreadableLine: undefined }) : fail({ code: 'unreadable_by_tools', path, line })
}

/** The text of a document that was made of another one: of ten thousand sections, one changed. */
function printedAfter({ text, document: before }: KnownText, after: IniDocument): string {
  if (after.preamble !== before.preamble) return printIni(after)
  const [old, now] = [before.sections, after.sections]
  let above = 0
  while (above < now.length && now[above] === old[above]) above += 1
  let below = 0
  const most = Math.min(old.length, now.length) - above
  while (below < most && now[now.length - 1 - below] === old[old.length - 1 - below]) below += 1
  const changed = now.slice(above, now.length - below).map(section => section.text)
  const replaced = lengthOf(old, above, old.length - below)
  // The lengths of one side are counted, the fewer: those of the other follow.
  const headEnd = above < below
    ? before.byteOrderMark.length + before.preamble.length + lengthOf(old, 0, above)
    : text.length - lengthOf(old, old.length - below, old.length) - replaced
  return [text.slice(0, headEnd), ...changed, text.slice(headEnd + replaced)].join('')
}

function lengthOf(sections: readonly IniSection[], from: number, to: number): number {
  let length = 0
  for (let at = from; at < to; at += 1) length += sections[at]?.text.length ?? 0
  return length
}

/** What a document says for a profile; `undefined` where none of our keys stands in its section. */
export function entryIn(document: IniDocument, profile: ProfileName): ProfileEntry | undefined {
  const values = new Map(document.sections.filter(section => section.name === profile).flatMap(section => [...sectionValues(section)]))
  return OUR_KEYS.some(key => values.has(key)) ? profileEntry(values) : undefined
}

/**
 * The text without a profile's token and its end. A dead token leaves even a file that Python can't read: taking our own
 * lines out can't make that worse.
 *
 * @param dead  spares another token whose end lies ahead of `now`; undefined spares none
 */
export function withoutToken({ text, document }: KnownText, profile: ProfileName, dead: Secret | undefined, now: Instant): { text: string } {
  const entry = dead === undefined ? undefined : entryIn(document, profile)
  const isAlive = entry?.expiresAt !== undefined && entry.expiresAt > now
  if (isAlive && dead !== undefined && entry.bearerToken?.equals(dead) === false) return { text }
  return { text: printIni(dropKeys(document, profile, TOKEN_KEYS)) }
}

/** The text without our keys, and without the header where nothing else stands beneath it. */
export function withoutProfile({ text, document }: KnownText, profile: ProfileName): { text: string } {
  const after = dropKeys(document, profile, OUR_KEYS)
  // A header that held nothing of ours is somebody else's.
  return { text: printIni(printIni(after) === text ? after : dropEmptySection(after, profile)) }
}
