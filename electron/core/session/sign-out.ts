import type { ConnectionId } from '../../../shared/connection.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import { momentOf } from './clock-jump.ts'
import { deadlineIn, isPast, type Deadline } from './deadline.ts'
import type { FileSync } from './file-sync.ts'
import { makeLiveSession, type LiveSession } from './live-session.ts'
import type { LocateProvider } from './locate-provider.ts'
import type { ConnectionRecord, HeldTokens } from './ports.ts'
import type { Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { within } from './within.ts'

/** Ends sessions, and tidies up what could not be tidied at once. */
export interface SignOut {
  signOut: (id: ConnectionId) => Promise<{ revokedAtProvider: boolean }>
  /** Goes on with a sign-out that a kill cut off. */
  finish(record: ConnectionRecord): Promise<void>
  /** Tries again, once a minute, what a full disk or a locked keychain refused. */
  finishLeftovers(): Promise<void>
  /** Takes our keys out of a section that is ours no longer; later, where that can't be done now. */
  removeSection(live: LiveSession, profile: ProfileName): Promise<boolean>
}

export interface SignOutParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  locate: LocateProvider
  renewal: Renewal
}

/** Work that must still be done; gives true when it is. */
interface Leftover {
  finish: () => Promise<boolean>
  retry: Deadline
}

const PROVIDER_WAIT_MS = 5000
const LEFTOVER_RETRY_MS = 60_000

export function makeSignOut(parts: SignOutParts): SignOut {
  const { ports, book } = parts
  const leftovers = new Set<Leftover>()
  const insist = async (finish: () => Promise<boolean>): Promise<boolean> => {
    const isDone = await finish()
    if (!isDone) leftovers.add({ finish, retry: deadlineIn(LEFTOVER_RETRY_MS, momentOf(ports.clock)) })
    return isDone
  }
  return {
    async signOut(id) {
      const live = book.find(id)
      if (live === undefined || live.isOver) return { revokedAtProvider: false }
      live.isOver = true
      await noteLeaving(ports, live)
      // Whatever refresh is under way ends by itself and leaves nothing behind: it sees that the session is over.
      await within(ports.timer, PROVIDER_WAIT_MS, parts.renewal.underway(id))
      const tokens = await tokensOf(ports, live)
      book.remove(live)
      if (live.record.isDefault) ports.tell({ kind: 'defaultChanged', id: undefined })
      const [revokedAtProvider] = await Promise.all([revokeAll(parts, live, tokens), insist(() => forget(parts, live))])
      return { revokedAtProvider }
    },
    async finish(record) {
      const live = makeLiveSession(record, { kind: 'restoring' })
      live.isOver = true
      const tokens = await tokensOf(ports, live)
      await Promise.all([revokeAll(parts, live, tokens), insist(() => forget(parts, live))])
    },
    removeSection: (live, profile) => insist(() => removeSection(parts, live, profile)),
    async finishLeftovers() {
      const now = momentOf(ports.clock)
      for (const leftover of [...leftovers].filter(({ retry }) => isPast(retry, now))) {
        leftovers.delete(leftover)
        await insist(leftover.finish)
      }
    },
  }
}

/** From here on no start takes this for a connection. */
async function noteLeaving(ports: SessionPorts, live: LiveSession): Promise<void> {
  live.record = { ...live.record, leavingSince: ports.clock.now() }
  await ports.records.keep(live.record).catch(ports.reportBug)
}

async function tokensOf(ports: SessionPorts, live: LiveSession): Promise<HeldTokens | undefined> {
  if (live.standing.kind === 'holding') return live.standing.held.tokens
  if (live.standing.kind === 'signInRequired') return undefined
  const read = await ports.vault.read(live.record.id)
  return read.kind === 'found' ? read.tokens : undefined
}

/** The refresh token first: with it the provider takes back whatever was made of it (RFC 7009, section 2.1). */
async function revokeAll({ ports, locate }: SignOutParts, live: LiveSession, tokens: HeldTokens | undefined): Promise<boolean> {
  if (tokens === undefined) return true
  const work = async () => {
    const located = await locate(live)
    if (!located.ok) return false
    const { refreshToken, accessToken } = tokens
    const isRefreshRevoked = refreshToken === undefined || (await ports.provider.revoke(located.value, refreshToken, 'refresh_token'))
    const isAccessRevoked = await ports.provider.revoke(located.value, accessToken, 'access_token')
    return isRefreshRevoked && isAccessRevoked
  }
  return (await within(ports.timer, PROVIDER_WAIT_MS, work())) ?? false
}

/** Forgets all that this machine has of the session; the record goes last, so that a start after a kill goes on with it. */
async function forget(parts: SignOutParts, live: LiveSession): Promise<boolean> {
  const { ports } = parts
  const { id, profile, publishedAt } = live.record
  const forgotten = (await ports.lock.whileHeld(id, PROVIDER_WAIT_MS, () => ports.vault.forget(id))) ?? (await ports.vault.forget(id))
  const isRemoved = publishedAt === undefined || (await removeSection(parts, live, profile))
  if (!forgotten.ok || !isRemoved) return false
  await ports.records.drop(id)
  return true
}

async function removeSection({ ports, book, files }: SignOutParts, live: LiveSession, profile: ProfileName): Promise<boolean> {
  // Another connection may have taken the name since.
  if (book.all().some(other => other.record.profile === profile)) return true
  return (await files.inTurn(live, () => ports.publisher.remove(profile))).ok
}
