import type { ConnectionId } from '../../../shared/connection.ts'
import type { ApiFailure, PublicationFailure, RefreshFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../secret.ts'
import type { FileSync } from './file-sync.ts'
import type { Held } from './held.ts'
import { makeLiveSession, type LiveSession } from './live-session.ts'
import type { LocateProvider } from './locate-provider.ts'
import type { ConnectionRecord, HeldTokens, Owed } from './ports.ts'
import { refreshSession } from './refresh.ts'
import type { Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { within } from './within.ts'

/*
 * A session that a panic ended. It is no connection any more: nothing renews it, nothing writes its token. What is left of
 * it, its sealed tokens, is used once more to delete keys and to revoke itself, and is then forgotten. Where that can't be
 * done now the record says what is owed, so that a later start goes on with it.
 */

/** How telling the provider went. */
export type Revocation = 'revoked' | 'nothing_to_revoke' | 'no_revocation' | 'unreachable' | 'keychain'

export interface DepartedSession {
  record: ConnectionRecord
  /** Takes our section out of the file, unless another connection has the name by now. */
  removeSection(): Promise<Outcome<null, PublicationFailure>>
  /** Where its workspace answers; one that lives on this computer is started. */
  baseUrl(): Promise<string>
  /** A token for deleting keys, renewed where it is too old. */
  token(): Promise<Outcome<Secret, ApiFailure>>
  renew(): Promise<Outcome<Secret, ApiFailure>>
  /** Remembers what is still to be done. */
  owe(owed: Owed): Promise<void>
  revoke(): Promise<Revocation>
  /** Deletes key and blob, then the record; false where the keychain would not. */
  forget(): Promise<boolean>
}

export interface Departures {
  /** Ends a session here and now; `undefined` for one that is over already. */
  leave(id: ConnectionId, owed: Owed): Promise<DepartedSession | undefined>
  /** Those that an earlier run left with something owed. */
  remaining(): Promise<DepartedSession[]>
}

export interface DepartureParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  locate: LocateProvider
  renewal: Renewal
}

const WAIT_MS = 5000
// A token with less left may die on its way to the workspace.
const LEAST_LEFT_MS = 60_000

export function makeDepartures(parts: DepartureParts): Departures {
  const { ports, book, renewal } = parts
  return {
    async leave(id, owed) {
      const live = book.find(id)
      if (live === undefined || live.isOver) return undefined
      // A rotation that is cut off now would leave nobody with a token to revoke.
      await within(ports.timer, WAIT_MS, renewal.underway(id))
      live.isOver = true
      live.record = { ...live.record, leavingSince: ports.clock.now(), owed }
      await ports.records.keep(live.record).catch(ports.reportBug)
      book.remove(live)
      if (live.record.isDefault) ports.tell({ kind: 'defaultChanged', id: undefined })
      return departed(parts, live)
    },
    async remaining() {
      const records = await ports.records.list()
      return records.filter(({ owed }) => owed !== undefined).map(record => {
        const live = makeLiveSession(record, { kind: 'restoring' })
        live.isOver = true
        return departed(parts, live)
      })
    },
  }
}

function departed(parts: DepartureParts, live: LiveSession): DepartedSession {
  const { ports, book, files, locate } = parts
  const { id } = live.record
  let held: Held | undefined = live.standing.kind === 'holding' ? live.standing.held : undefined

  const renewed = async (isDue: (tokens: HeldTokens) => boolean): Promise<Outcome<Secret, ApiFailure>> => {
    if (live.standing.kind === 'signInRequired') return fail({ code: 'sign_in_required' })
    const refreshed = await refreshSession(ports, {
      id, held, isDue,
      mayGoUnsealed: () => true,
      locate: () => locate(live),
      now: () => ports.clock.now(),
      received: got => { held = got },
      kept: () => Promise.resolve(),
      isOver: () => false,
    })
    if (refreshed.kind === 'ended') return fail({ code: 'sign_in_required' })
    held = refreshed.held ?? held
    return refreshed.kind === 'failed' ? fail(asApiFailure(refreshed.failure)) : succeed(refreshed.held.tokens.accessToken)
  }

  const tokensToRevoke = async (): Promise<HeldTokens | 'none' | 'keychain'> => {
    if (held !== undefined) return held.tokens
    if (live.standing.kind === 'signInRequired') return 'none'
    const read = await ports.vault.read(id)
    if (read.kind === 'found') return read.tokens
    return read.kind === 'failed' ? 'keychain' : 'none'
  }

  return {
    get record() { return live.record },
    async removeSection() {
      const { profile, publishedAt } = live.record
      if (publishedAt === undefined || book.all().some(other => other.record.profile === profile)) return succeed(null)
      const removed = await files.inTurn(live, () => ports.publisher.remove(profile))
      if (!removed.ok) return removed
      live.record = { ...live.record, publishedAt: undefined }
      await ports.records.keep(live.record).catch(ports.reportBug)
      return succeed(null)
    },
    async baseUrl() {
      if (live.record.workspace.isEmbedded) await locate(live)
      return live.record.workspace.baseUrl
    },
    token: () => renewed(tokens => tokens.expiresAt - ports.clock.now() < LEAST_LEFT_MS),
    renew: () => renewed(() => true),
    async owe(owed) {
      live.record = { ...live.record, owed }
      await ports.records.keep(live.record).catch(ports.reportBug)
    },
    async revoke() {
      const tokens = await tokensToRevoke()
      if (tokens === 'keychain') return tokens
      return tokens === 'none' ? 'nothing_to_revoke' : revokeAll(parts, live, tokens)
    },
    async forget() {
      const forgotten = (await ports.lock.whileHeld(id, WAIT_MS, () => ports.vault.forget(id))) ?? (await ports.vault.forget(id))
      if (!forgotten.ok) return false
      // A section that could not be taken out is asked for again by the next start.
      if (live.record.publishedAt === undefined) await ports.records.drop(id)
      return true
    },
  }
}

/** The refresh token first: with it the provider takes back whatever was made of it (RFC 7009, section 2.1). */
async function revokeAll({ ports, locate }: DepartureParts, live: LiveSession, tokens: HeldTokens): Promise<Revocation> {
  const work = async (): Promise<Revocation> => {
    const located = await locate(live)
    if (!located.ok) return 'unreachable'
    if (!located.value.canRevoke) return 'no_revocation'
    const { refreshToken, accessToken } = tokens
    const isRefreshRevoked = refreshToken === undefined || (await ports.provider.revoke(located.value, refreshToken, 'refresh_token'))
    const isAccessRevoked = await ports.provider.revoke(located.value, accessToken, 'access_token')
    return isRefreshRevoked && isAccessRevoked ? 'revoked' : 'unreachable'
  }
  return (await within(ports.timer, 3 * WAIT_MS, work())) ?? 'unreachable'
}

function asApiFailure(failure: RefreshFailure): ApiFailure {
  return failure.code === 'paused' ? { code: 'sign_in_required' } : failure
}
