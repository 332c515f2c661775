import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Clock, Publication, PublishedSections, SectionRead, TokenPublisher } from '../session/ports.ts'
import { parseIni, printIni, sectionValues, type IniDocument, type IniSection } from './ini-document.ts'
import type { CredentialsFile, FileReading } from './ports.ts'
import { entryValues, OUR_KEYS, profileEntry, TOKEN_KEYS, type OurKey, type ProfileEntry } from './profile-entry.ts'
import { misreadLine, unreadableLine } from './readable-by-tools.ts'
import { dropEmptySection, dropKeys, renameSection, setKeys } from './section-edit.ts'

/** Writes and reads profiles: what the session asks for, and renaming. */
export interface ProfilePublisher extends TokenPublisher, PublishedSections {
  /**
   * Gives our section another name. Where other keys stand in it, ours move and theirs stay. `profile_taken` where a
   * section of the new name holds anything.
   */
  rename(from: ProfileName, to: ProfileName): Promise<Outcome<null, PublicationFailure>>
}

/** Gives the new text, or the reason not to write. It may be asked several times, for a newer text each. */
type Edit = (text: string) => Outcome<string, PublicationFailure>

/** How often an edit is made anew when somebody writes the file while we are at it. */
const ROUNDS = 5

/** Writes profiles to the shared credentials file. Nothing but our four keys of the named section ever changes. */
export function makeProfilePublisher(file: CredentialsFile, clock: Pick<Clock, 'now'>): ProfilePublisher {
  const stamped = async (change: Promise<Outcome<null, PublicationFailure>>) => {
    const outcome = await change
    return outcome.ok ? succeed({ at: clock.now() }) : outcome
  }
  return {
    publish: publication => stamped(changeFile(file, text => published(file.path, text, publication))),
    withdraw: profile => stamped(takeOut(file, text => withoutKeys(text, profile, TOKEN_KEYS))),
    remove: profile => stamped(takeOut(file, text => withoutProfile(text, profile))),
    rename: (from, to) => takeOut(file, text => renamed(file.path, text, from, to)),
    async read(profile) {
      const reading = await file.read()
      return reading.ok ? sectionRead(file.path, reading.value, profile) : reading
    },
  }
}

/** `unreadable_by_tools` where our section stands, but some tool gives up on the file. */
function sectionRead(path: string, { text, exists }: FileReading, profile: ProfileName): Outcome<SectionRead, PublicationFailure> {
  if (!exists) return succeed({ kind: 'no_file' })
  const entry = entryIn(text, profile)
  if (!entry) return succeed({ kind: 'no_section' })
  const line = unreadableLine(text)
  if (line !== undefined) return fail({ code: 'unreadable_by_tools', path, line })
  const { workspace, ...rest } = entry
  return succeed({ kind: 'section', workspaceSlug: workspace, ...rest })
}

/** What a text says for a profile; `undefined` where none of our keys stands in its section. */
export function entryIn(text: string, profile: ProfileName): ProfileEntry | undefined {
  const values = new Map(parseIni(text).sections.filter(section => section.name === profile).flatMap(section => [...sectionValues(section)]))
  return OUR_KEYS.some(key => values.has(key)) ? profileEntry(values) : undefined
}

async function changeFile(file: CredentialsFile, edit: Edit): Promise<Outcome<null, PublicationFailure>> {
  return file.whileLocked(async () => {
    let rescued: string | undefined
    for (let round = 0; round < ROUNDS; round += 1) {
      const reading = await file.read()
      if (!reading.ok) return reading
      const edited = edit(rescued ?? reading.value.text)
      if (!edited.ok) return edited
      if (edited.value === reading.value.text) return succeed(null)
      const replaced = await file.replace(reading.value, edited.value)
      if (replaced.ok) return replaced
      if (replaced.failure.code !== 'changed_meanwhile') return fail(replaced.failure)
      rescued = replaced.failure.rescued
    }
    return fail({ code: 'write_failed', path: file.path })
  })
}

/** Like {@link changeFile}, but touches neither lock nor folder where there is nothing to change. */
async function takeOut(file: CredentialsFile, edit: Edit): Promise<Outcome<null, PublicationFailure>> {
  const reading = await file.read()
  if (!reading.ok) return reading
  const edited = edit(reading.value.text)
  if (!edited.ok) return edited
  return edited.value === reading.value.text ? succeed(null) : changeFile(file, edit)
}

function published(path: string, text: string, publication: Publication): Outcome<string, PublicationFailure> {
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

// A dead token must leave even a file that Python can't read: taking our own lines out can't make that worse.
function withoutKeys(text: string, profile: ProfileName, keys: readonly OurKey[]): Outcome<string, PublicationFailure> {
  return succeed(printIni(dropKeys(parseIni(text), profile, keys)))
}

function withoutProfile(text: string, profile: ProfileName): Outcome<string, PublicationFailure> {
  const before = parseIni(text)
  const after = dropKeys(before, profile, OUR_KEYS)
  // A header that held nothing of ours is somebody else's.
  return succeed(printIni(printIni(after) === text ? after : dropEmptySection(after, profile)))
}

function renamed(path: string, text: string, from: ProfileName, to: ProfileName): Outcome<string, PublicationFailure> {
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
