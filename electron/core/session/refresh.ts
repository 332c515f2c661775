import type { ConnectionId } from '../../../shared/connection.ts'
import type { KeychainFailure, ProviderFailure, RefreshFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { succeed, type Outcome } from '../../../shared/outcome.ts'
import type { SignInReason } from '../../../shared/session-state.ts'
import type { Secret } from '../secret.ts'
import { newestOf, type Held } from './held.ts'
import type { DiscoveredProvider, HeldTokens, IdentityProvider, RefreshAnswer, SealedRead, SessionLock, SessionVault, TokenAnswer } from './ports.ts'
import { mayHaveReached } from './retry-delay.ts'
import { heldAfter } from './token-response.ts'

/*
 * One refresh of one session, by any process of ours. The order is the point: the lock, then the newest tokens and the
 * question again, then the grant, then the vault, then the file, then the lock's release, and only then is it told.
 * Whoever is killed on the way leaves either the old refresh token unspent or the new one sealed; between the provider's
 * answer and the sealing there is one moment in which neither is so. Before it the vault says that the token is being
 * spent; whoever finds that mark uses the token again at once, which a provider forgives or ends in a clean sign-in
 * (docs/refresh.md).
 */

// Two hundred processes may stand in the queue, and each reads the keychain when its turn comes.
const LOCK_WAIT_MS = 60_000

export interface RefreshPorts {
  vault: SessionVault
  lock: SessionLock
  provider: IdentityProvider
}

export interface RefreshRequest {
  id: ConnectionId
  /** The tokens as the caller knows them; undefined when only the vault has them. */
  held: Held | undefined
  /** Asked under the lock, of the newest tokens there are: somebody may have refreshed while we waited. */
  isDue: (tokens: HeldTokens) => boolean
  /** Whether to go on although the vault can't be read, so that what comes may have to live in memory. */
  mayGoUnsealed: (tokens: HeldTokens) => boolean
  locate: () => Promise<Outcome<DiscoveredProvider, ProviderFailure>>
  now: () => Instant
  /** Told at once, before anything can fail: the old refresh token may be spent now. */
  received: (held: Held) => void
  /** Told under the lock when the tokens are in the vault, or can't be: publish them. */
  kept: (held: Held) => Promise<void>
  /** Whether the person signed out meanwhile. */
  isOver: () => boolean
}

export type Refreshed =
  /** Nothing was due: the tokens are the newest, and somebody else may have got them. */
  | { kind: 'current'; held: Held }
  | { kind: 'renewed'; held: Held }
  /** The session stands. */
  | { kind: 'failed'; failure: RefreshFailure; held: Held | undefined }
  | { kind: 'ended'; reason: SignInReason }

/** Refreshes a session if that is due; of all processes of ours that ask at once, one asks the provider. */
export async function refreshSession(ports: RefreshPorts, request: RefreshRequest): Promise<Refreshed> {
  const refreshed = await ports.lock.whileHeld(request.id, LOCK_WAIT_MS, () => refreshLocked(ports, request))
  return refreshed ?? { kind: 'failed', failure: { code: 'refresh_lock_held' }, held: request.held }
}

async function refreshLocked(ports: RefreshPorts, request: RefreshRequest): Promise<Refreshed> {
  const read = await ports.vault.read(request.id)
  const newest = newestOf(request.held, read)
  if (newest.kind === 'gone') return { kind: 'ended', reason: newest.reason }
  const { held } = newest
  if (newest.kind === 'unread' && (held === undefined || !request.mayGoUnsealed(held.tokens))) {
    return { kind: 'failed', failure: newest.failure, held }
  }
  if (held === undefined) return { kind: 'ended', reason: 'session_missing' }
  return request.isDue(held.tokens) ? grant(ports, request, held, isMarked(read, held)) : { kind: 'current', held }
}

/** Whether the vault says already that this refresh token is on its way. */
function isMarked(read: SealedRead, held: Held): boolean {
  return read.kind === 'found' && read.tokens.spendingSince !== undefined && read.tokens.accessToken.equals(held.tokens.accessToken)
}

async function grant(ports: RefreshPorts, request: RefreshRequest, held: Held, isKnownToBeSpending: boolean, attempt: 'first' | 'second' = 'first'): Promise<Refreshed> {
  const { refreshToken } = held.tokens
  if (refreshToken === undefined) return { kind: 'current', held }
  const located = await request.locate()
  if (!located.ok) return { kind: 'failed', failure: located.failure, held }
  const marked = isKnownToBeSpending ? succeed(held) : await mark(ports, request, held)
  if (!marked.ok && !request.mayGoUnsealed(held.tokens)) return { kind: 'failed', failure: marked.failure, held }
  const sending = marked.ok ? marked.value : held
  if (request.isOver()) return { kind: 'failed', failure: { code: 'paused' }, held: sending }
  const answer = await ports.provider.refresh(located.value, refreshToken, held.tokens.idToken)
  if (answer.ok) return keep(ports, request, sending, located.value, answer.value)
  return refused(ports, request, { held: sending, refreshToken, failure: answer.failure, attempt })
}

/**
 * Notes in the vault that the refresh token is about to be sent. It proves too that the vault can be written, before
 * there is something in hand that must be.
 */
async function mark(ports: RefreshPorts, { id, now }: RefreshRequest, held: Held): Promise<Outcome<Held, KeychainFailure>> {
  if (held.sealed === undefined) return succeed(held)
  const written = await ports.vault.write(id, { ...held.tokens, spendingSince: now() })
  return written.ok ? succeed({ tokens: held.tokens, sealed: held.tokens.accessToken }) : written
}

async function keep(
  ports: RefreshPorts, request: RefreshRequest, before: Held, provider: DiscoveredProvider, answer: RefreshAnswer,
): Promise<Refreshed> {
  // SECURITY: what was issued to somebody else is neither kept nor published under this person's name.
  if (answer.isForAnother) {
    await giveBack(ports, provider, { ...answer, refreshToken: answer.refreshToken ?? before.tokens.refreshToken })
    return end(ports, request.id, 'other_account')
  }
  const { tokens, isUsable } = heldAfter(before.tokens, answer)
  request.received({ tokens, sealed: before.sealed })
  if (request.isOver()) {
    await giveBack(ports, provider, answer)
    return { kind: 'failed', failure: { code: 'paused' }, held: { tokens, sealed: before.sealed } }
  }
  const written = await ports.vault.write(request.id, tokens)
  const held: Held = { tokens, sealed: written.ok ? tokens.accessToken : before.sealed }
  if (!isUsable) {
    return { kind: 'failed', failure: { code: 'provider_answer_unusable', host: provider.issuerHost, detail: 'expired_on_arrival' }, held }
  }
  await request.kept(held)
  return { kind: 'renewed', held }
}

/** Tells the provider that nobody will use these: with the refresh token it takes back what was made of it (RFC 7009, section 2.1). */
async function giveBack({ provider }: RefreshPorts, from: DiscoveredProvider, { refreshToken, accessToken }: Pick<TokenAnswer, 'refreshToken' | 'accessToken'>): Promise<void> {
  await provider.revoke(from, refreshToken ?? accessToken, refreshToken ? 'refresh_token' : 'access_token')
}

interface Refusal {
  held: Held
  refreshToken: Secret
  failure: ProviderFailure
  attempt: 'first' | 'second'
}

async function refused(ports: RefreshPorts, request: RefreshRequest, refusal: Refusal): Promise<Refreshed> {
  const { held, failure } = refusal
  if (failure.code !== 'grant_refused') return { kind: 'failed', failure, held: mayHaveReached(failure) ? inDoubt(held, request.now()) : held }
  if (failure.error === 'access_denied') return end(ports, request.id, 'role_lost')
  // Only invalid_grant speaks of the session (RFC 6749, section 5.2); the rest is for whoever runs the provider.
  if (failure.error !== 'invalid_grant') return { kind: 'failed', failure, held }
  const other = refusal.attempt === 'first' ? await spentBySomebodyElse(ports, request.id, refusal) : undefined
  if (other === undefined) return end(ports, request.id, 'session_ended')
  return request.isDue(other.tokens) ? grant(ports, request, other, false, 'second') : { kind: 'current', held: other }
}

function inDoubt(held: Held, since: Instant): Held {
  return { ...held, tokens: { ...held.tokens, spendingSince: held.tokens.spendingSince ?? since } }
}

/** The tokens that another process got with this refresh token, if the vault has them by now. */
async function spentBySomebodyElse(ports: RefreshPorts, id: ConnectionId, refusal: Refusal): Promise<Held | undefined> {
  const newest = newestOf(refusal.held, await ports.vault.read(id))
  if (newest.kind !== 'held') return undefined
  const { refreshToken } = newest.held.tokens
  return refreshToken === undefined || refreshToken.equals(refusal.refreshToken) ? undefined : newest.held
}

/** Forgets tokens that are dead, so that no later start tries them again. */
async function end(ports: RefreshPorts, id: ConnectionId, reason: SignInReason): Promise<Refreshed> {
  await ports.vault.forget(id)
  return { kind: 'ended', reason }
}
