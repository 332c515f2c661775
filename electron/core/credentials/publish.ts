import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Clock, PublishedSections, SectionRead, TokenPublisher } from '../session/ports.ts'
import { publishedText, renamedText, withoutKeys, withoutProfile, type Edit } from './file-edits.ts'
import { parseIni, sectionValues } from './ini-document.ts'
import type { CredentialsFile, FileReading } from './ports.ts'
import { OUR_KEYS, profileEntry, TOKEN_KEYS, type ProfileEntry } from './profile-entry.ts'
import { unreadableLine } from './readable-by-tools.ts'

/** Writes and reads profiles: what the session asks for, and renaming. */
export interface ProfilePublisher extends TokenPublisher, PublishedSections {
  /**
   * Gives our section another name. Where other keys stand in it, ours move and theirs stay. `profile_taken` where a
   * section of the new name holds anything.
   */
  rename(from: ProfileName, to: ProfileName): Promise<Outcome<null, PublicationFailure>>
}

/** How often an edit is made anew when somebody writes the file while we are at it. */
const ROUNDS = 10

/** Writes profiles to the shared credentials file. Nothing but our four keys of the named section ever changes. */
export function makeProfilePublisher(file: CredentialsFile, clock: Pick<Clock, 'now'>): ProfilePublisher {
  const stamped = async (change: Promise<Outcome<null, PublicationFailure>>) => {
    const outcome = await change
    return outcome.ok ? succeed({ at: clock.now() }) : outcome
  }
  return {
    publish: publication => stamped(changeFile(file, text => publishedText(file.path, text, publication))),
    withdraw: profile => stamped(takeOut(file, text => withoutKeys(text, profile, TOKEN_KEYS))),
    remove: profile => stamped(takeOut(file, text => withoutProfile(text, profile))),
    rename: (from, to) => takeOut(file, text => renamedText(file.path, text, from, to)),
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
