import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Clock, PublishedSections, SectionRead, TokenPublisher } from '../session/ports.ts'
import { entryIn, publishedText, withoutProfile, withoutToken, type Edit } from './file-edits.ts'
import type { CredentialsFile, FileReading } from './ports.ts'
import { unreadableLine } from './readable-by-tools.ts'

/** Writes and reads profiles, as the sessions want it. */
export interface ProfilePublisher extends TokenPublisher, PublishedSections {}

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
    withdraw: (profile, dead) => stamped(takeOut(file, text => withoutToken(text, profile, dead, clock.now()))),
    remove: profile => stamped(takeOut(file, text => withoutProfile(text, profile))),
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
