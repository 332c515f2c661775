import type { ConnectionId } from '../../../shared/connection.ts'
import type { ProfileFailure, PublicationFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { DEFAULT_PROFILE, ProfileName } from '../../../shared/profile.ts'
import { notePublished, publicationOf, publishable, type FileSync } from './file-sync.ts'
import type { LiveSession } from './live-session.ts'
import { slugChoices } from './profile-choice.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import type { SignOut } from './sign-out.ts'

/** Which connection stands under which name in the file. */
export interface Profiles {
  rename: (id: ConnectionId, name: string) => Promise<Outcome<null, ProfileFailure>>
  /** Gives a connection the section that tools read when told nothing; whoever had it gets a name of its own. */
  makeDefault: (id: ConnectionId) => Promise<Outcome<null, ProfileFailure>>
}

export interface ProfilesParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  signOut: SignOut
}

export function makeProfiles(parts: ProfilesParts): Profiles {
  const { book } = parts
  return {
    async rename(id, name) {
      const live = book.find(id)
      if (live === undefined) return fail({ code: 'no_such_connection' })
      const parsed = ProfileName.safeParse(name)
      if (!parsed.success) return fail({ code: 'profile_name_invalid' })
      if (parsed.data === live.record.profile) return succeed(null)
      if (holderOf(book, parsed.data) !== undefined) return fail({ code: 'profile_in_use', profile: name })
      return moveAway(parts, live, parsed.data, false)
    },
    async makeDefault(id) {
      const live = book.find(id)
      if (live === undefined) return fail({ code: 'no_such_connection' })
      const made = live.record.profile === DEFAULT_PROFILE ? succeed(null) : await takeDefaultProfile(parts, live)
      if (made.ok) await flagDefault(parts, live)
      return made
    },
  }
}

function holderOf(book: SessionBook, profile: ProfileName): LiveSession | undefined {
  return book.all().find(other => other.record.profile === profile)
}

/**
 * The holder first gets its new name, then our token is written over its old section: there is no moment in which tools
 * find no default.
 */
async function takeDefaultProfile(parts: ProfilesParts, live: LiveSession): Promise<Outcome<null, PublicationFailure>> {
  const { ports, book, signOut } = parts
  const holder = holderOf(book, DEFAULT_PROFILE)
  if (holder === undefined) return moveAway(parts, live, DEFAULT_PROFILE, false)
  const isSectionOurs = await standsThere(parts, holder)
  const name = await freeName(parts, holder)
  const moved = await move(parts, holder, name, false)
  if (!moved.ok) return moved
  const hasToken = publishable(live, ports) !== undefined
  if (isSectionOurs && !hasToken) await signOut.removeSection(holder, DEFAULT_PROFILE)
  const taken = await moveAway(parts, live, DEFAULT_PROFILE, isSectionOurs && hasToken)
  if (!taken.ok && isSectionOurs) await signOut.removeSection(holder, DEFAULT_PROFILE)
  await book.keepRecord(holder, { strays: [] })
  return taken
}

/** Whether the holder's own section stands under its name; what somebody else put there meanwhile is not ours to write over. */
async function standsThere({ ports }: ProfilesParts, holder: LiveSession): Promise<boolean> {
  if (holder.record.publishedAt === undefined) return false
  const read = await ports.sections.read(holder.record.profile)
  return read.ok && read.value.kind === 'section' && read.value.workspaceSlug === holder.record.workspace.slug
}

async function freeName({ ports, book }: ProfilesParts, holder: LiveSession): Promise<ProfileName> {
  const choices = slugChoices(holder.record.workspace.slug, book.all().map(other => other.record.profile))
  for (const choice of choices) {
    const read = await ports.sections.read(choice)
    if (!read.ok || read.value.kind !== 'section') return choice
  }
  return choices[0] ?? holder.record.profile
}

async function moveAway(parts: ProfilesParts, live: LiveSession, to: ProfileName, isOurs: boolean): Promise<Outcome<null, PublicationFailure>> {
  const { profile: from, publishedAt } = live.record
  const moved = await move(parts, live, to, isOurs)
  if (moved.ok && publishedAt !== undefined && (await parts.signOut.removeSection(live, from))) await parts.book.keepRecord(live, { strays: [] })
  return moved
}

/**
 * Writes the token under its new name before anything else changes; the old section is the caller's to remove.
 *
 * @param isOurs  the section of that name is ours, though it still names another workspace
 */
function move({ ports, book, files }: ProfilesParts, live: LiveSession, to: ProfileName, isOurs: boolean): Promise<Outcome<null, PublicationFailure>> {
  return files.inTurn(live, async () => {
    const tokens = publishable(live, ports)
    if (tokens === undefined) {
      await book.keepRecord(live, { profile: to, publishedAt: undefined, strays: [live.record.profile] })
      live.file = { kind: 'unknown' }
      book.showPublication(live, { kind: 'unwritten' })
    } else {
      await book.keepRecord(live, { strays: [to] })
      const written = await ports.publisher.publish(publicationOf(live.record, to, tokens, isOurs, isOurs))
      if (!written.ok) {
        await book.keepRecord(live, { strays: [] })
        return written
      }
      live.record = { ...live.record, profile: to, strays: [live.record.profile] }
      await notePublished(book, live, tokens, written.value.at)
    }
    ports.tell({ kind: 'profileRenamed', id: live.record.id, profile: to })
    return succeed(null)
  })
}

async function flagDefault({ ports, book }: ProfilesParts, live: LiveSession): Promise<void> {
  for (const other of book.all()) {
    if (other !== live && other.record.isDefault) await book.keepRecord(other, { isDefault: false })
  }
  if (!live.record.isDefault) await book.keepRecord(live, { isDefault: true })
  ports.tell({ kind: 'defaultChanged', id: live.record.id })
}
