import type { PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Clock, PublishedSections, SectionRead, TokenPublisher } from '../session/ports.ts'
import { entryIn, publishedText, withoutProfile, withoutToken } from './file-edits.ts'
import { makeTextMemory, type KnownText, type TextMemory } from './known-text.ts'
import type { CredentialsFile } from './ports.ts'
import { inSlices } from './slices.ts'

/** Writes and reads profiles, as the sessions want it. */
export interface ProfilePublisher extends TokenPublisher, PublishedSections {}

/** How often an edit is made anew when somebody writes the file while we are at it. */
const ROUNDS = 10

/** Gives the new text, or the reason not to write. It may be asked several times, for a newer text each. */
type Edit = (known: KnownText) => Promise<Outcome<{ text: string } | KnownText, PublicationFailure>>

/**
 * Writes profiles to the shared credentials file. Nothing but our four keys of the named section ever changes.
 *
 * @param breathe  lets everybody else have their turn while a large file is worked on
 */
export function makeProfilePublisher(file: CredentialsFile, clock: Pick<Clock, 'now'>, breathe: () => Promise<void>): ProfilePublisher {
  const memory = makeTextMemory(breathe)
  const stamped = async (change: Promise<Outcome<null, PublicationFailure>>) => {
    const outcome = await change
    return outcome.ok ? succeed({ at: clock.now() }) : outcome
  }
  return {
    publish: publication => stamped(changeFile(file, memory, known => inSlices(publishedText(file.path, known, publication), breathe))),
    withdraw: (profile, dead) => stamped(takeOut(file, memory, known => withoutToken(known, profile, dead, clock.now()))),
    remove: profile => stamped(takeOut(file, memory, known => withoutProfile(known, profile))),
    async read(profile) {
      const reading = await file.read()
      if (!reading.ok) return reading
      return reading.value.exists ? sectionRead(file.path, await memory.know(reading.value.text), profile) : succeed({ kind: 'no_file' })
    },
  }
}

/** `unreadable_by_tools` where our section stands, but some tool gives up on the file. */
function sectionRead(path: string, { document, unreadableLine: line }: KnownText, profile: ProfileName): Outcome<SectionRead, PublicationFailure> {
  const entry = entryIn(document, profile)
  if (!entry) return succeed({ kind: 'no_section' })
  if (line !== undefined) return fail({ code: 'unreadable_by_tools', path, line })
  const { workspace, ...rest } = entry
  return succeed({ kind: 'section', workspaceSlug: workspace, ...rest })
}

async function changeFile(file: CredentialsFile, memory: TextMemory, edit: Edit): Promise<Outcome<null, PublicationFailure>> {
  return file.whileLocked(async () => {
    let rescued: string | undefined
    for (let round = 0; round < ROUNDS; round += 1) {
      const reading = await file.read()
      if (!reading.ok) return reading
      const edited = await edit(await memory.know(rescued ?? reading.value.text))
      if (!edited.ok) return edited
      if (edited.value.text === reading.value.text) return succeed(null)
      const replaced = await file.replace(reading.value, edited.value.text)
      if (replaced.ok && 'document' in edited.value) memory.keep(edited.value)
      if (replaced.ok) return replaced
      if (replaced.failure.code !== 'changed_meanwhile') return fail(replaced.failure)
      rescued = replaced.failure.rescued
    }
    return fail({ code: 'write_failed', path: file.path })
  })
}

/** Like {@link changeFile}, but touches neither lock nor folder where there is nothing to change. */
async function takeOut(file: CredentialsFile, memory: TextMemory, change: (known: KnownText) => { text: string }): Promise<Outcome<null, PublicationFailure>> {
  const reading = await file.read()
  if (!reading.ok) return reading
  const known = await memory.know(reading.value.text)
  return change(known).text === known.text ? succeed(null) : changeFile(file, memory, newest => Promise.resolve(succeed(change(newest))))
}
