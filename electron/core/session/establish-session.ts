import { ConnectionId } from '../../../shared/connection.ts'
import type { KeychainFailure, SignInFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Workspace, WorkspaceUser } from '../../../shared/workspace.ts'
import type { FileSync } from './file-sync.ts'
import { makeLiveSession, type LiveSession } from './live-session.ts'
import type { ConnectionRecord, HeldTokens } from './ports.ts'
import { profileChoices } from './profile-choice.ts'
import type { Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import type { Attempt } from './sign-in-attempt.ts'
import { giveBack, type Admitted, type SignInParts } from './sign-in.ts'
import { within } from './within.ts'

export interface EstablishParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  renewal: Renewal
}

const LOCK_WAIT_MS = 5000

/**
 * Makes a session of an admitted person's tokens: sealed first, then published, then told. Whoever signs in again to the
 * same workspace gets the same connection, with its profile.
 */
export async function establishSession(parts: EstablishParts, signIn: SignInParts, attempt: Attempt, admitted: Admitted): Promise<Outcome<ConnectionId, SignInFailure>> {
  const { ports, book } = parts
  const known = signIn.expected ?? connectionOf(book, admitted.workspace, admitted.user)
  attempt.step('sealing')
  if (known !== undefined) await within(ports.timer, LOCK_WAIT_MS, parts.renewal.underway(known.record.id))
  const live = known ?? makeLiveSession(await newRecord(parts, attempt, admitted), { kind: 'restoring' })
  // The record first: killed between the two we leave a connection that wants a sign-in, never tokens that nobody knows of.
  if (known === undefined) await ports.records.keep(live.record)
  const sealed = await seal(ports, attempt, live.record.id, admitted.tokens)
  if (!sealed.ok || (attempt.isCanceled() && known === undefined)) {
    if (known === undefined) await undo(ports, live.record.id, sealed.ok)
    return giveBack(signIn, admitted, sealed.ok ? { code: 'canceled' } : sealed.failure)
  }
  attempt.step('publishing')
  await take(parts, live, admitted, sealed.value)
  await noteBrowser(parts, live, attempt.browserId)
  return succeed(live.record.id)
}

/** The connection of this person in this workspace. An embedded workspace may have moved to another port, its issuer with it. */
export function connectionOf(book: SessionBook, workspace: Workspace, user: WorkspaceUser): LiveSession | undefined {
  return book.all().find(({ record }) =>
    record.workspace.id === workspace.id && record.user.id === user.id && (workspace.isEmbedded || record.workspace.issuer === workspace.issuer))
}

async function undo(ports: SessionPorts, id: ConnectionId, isSealed: boolean): Promise<void> {
  if (isSealed) await ports.vault.forget(id)
  await ports.records.drop(id)
}

async function newRecord(parts: EstablishParts, { browserId }: Attempt, { workspace, user }: Admitted): Promise<ConnectionRecord> {
  const { ports, book } = parts
  return {
    id: ConnectionId.parse(ports.newId()),
    workspace,
    user,
    profile: await chooseProfile(parts, workspace.slug),
    keepFresh: { kind: 'always' },
    browserId,
    isDefault: !book.all().some(other => other.record.isDefault),
    publishedAt: undefined,
    connectedAt: ports.clock.now(),
  }
}

/** A free name; the first one even where somebody else's section has it, so that the person decides who has it. */
async function chooseProfile({ ports, book }: EstablishParts, slug: string): Promise<ProfileName> {
  const choices = profileChoices(ports.firstProfile, slug, book.all().map(other => other.record.profile))
  for (const choice of choices) {
    if (choice === ports.firstProfile) return choice
    const read = await ports.sections.read(choice)
    if (!read.ok || read.value.kind !== 'section') return choice
  }
  return choices[0] ?? ports.firstProfile
}

/** Gives the access token that the vault holds now, or undefined where the person agreed to memory alone. */
async function seal(
  ports: SessionPorts, attempt: Attempt, id: ConnectionId, tokens: HeldTokens,
): Promise<Outcome<HeldTokens['accessToken'] | undefined, KeychainFailure>> {
  for (;;) {
    const write = () => ports.vault.write(id, tokens)
    // A hung process of ours must not keep the person out: the blob is replaced whole either way.
    const written = (await ports.lock.whileHeld(id, LOCK_WAIT_MS, write)) ?? (await write())
    if (written.ok) return succeed(tokens.accessToken)
    const answer = await attempt.askMemoryOnly(written.failure)
    if (answer === 'agrees') return succeed(undefined)
    if (answer === 'declines') return fail(written.failure)
    attempt.step('sealing')
  }
}

async function take(parts: EstablishParts, live: LiveSession, admitted: Admitted, sealed: HeldTokens['accessToken'] | undefined): Promise<void> {
  const { ports, book, files, renewal } = parts
  const { workspace, user, tokens } = admitted
  const isNew = book.find(live.record.id) === undefined
  live.retry = undefined
  live.refusedAt = undefined
  live.isWithheld = false
  renewal.hold(live, { tokens, sealed })
  await book.keepRecord(live, { workspace, user })
  await files.sync(live, { insist: true })
  if (isNew) {
    book.add(live)
    if (live.record.isDefault) ports.tell({ kind: 'defaultChanged', id: live.record.id })
    return
  }
  ports.tell({ kind: 'identityChanged', id: live.record.id, workspace, user })
  book.show(live)
}

/** Remembers and tells the browser that this connection signs in with. */
export async function noteBrowser({ ports, book }: Pick<EstablishParts, 'ports' | 'book'>, live: LiveSession, browserId: string | undefined): Promise<void> {
  if (browserId === live.record.browserId) return
  await book.keepRecord(live, { browserId })
  ports.tell({ kind: 'browserChosen', id: live.record.id, browserId })
}
