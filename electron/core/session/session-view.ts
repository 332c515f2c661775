import { after, type Instant } from '../../../shared/instant.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import type { TokenState } from '../../../shared/token-state.ts'
import { steadyNow, type Moment } from './clock-jump.ts'
import { isSealed } from './held.ts'
import { mayKeepFresh } from './keep-fresh.ts'
import type { Holding, LiveSession } from './live-session.ts'
import type { TokenLife } from './refresh-decision.ts'
import { refreshWindows, type RefreshWindows } from './refresh-windows.ts'

/** The facts that the refresh decision needs of a session that holds tokens. */
export function lifeOf(holding: Holding): TokenLife {
  const { issuedAt, expiresAt, refreshToken, spendingSince } = holding.held.tokens
  return { issuedAt, expiresAt, isRefreshable: refreshToken !== undefined, isInDoubt: spendingSince !== undefined }
}

export function windowsOf(holding: Holding): RefreshWindows {
  const { issuedAt, expiresAt } = holding.held.tokens
  return refreshWindows(expiresAt - issuedAt, holding.jitter)
}

/** The present, comparable with the times of this token. */
export function nowFor(holding: Holding, now: Moment): Instant {
  return steadyNow(holding.seenAt, now)
}

/** What dies within the second reaches no server alive, and taking it out of the file takes a moment too. */
const LAST_MOMENT_MS = 1000

export function isExpired(holding: Holding, now: Moment): boolean {
  return nowFor(holding, now) >= usableUntil(holding)
}

export function usableUntil({ held }: Holding): Instant {
  return after(held.tokens.expiresAt, -LAST_MOMENT_MS)
}

/** What window and tray draw of a session. */
export function viewOf(live: LiveSession, now: Moment, isScreenLocked: boolean): SessionState {
  const { standing } = live
  switch (standing.kind) {
    case 'restoring':
      return { kind: 'restoring' }
    case 'unreadable':
      return { kind: 'unreadable', failure: standing.failure, retryAt: standing.retry.at }
    case 'signInRequired':
      return { kind: 'signInRequired', reason: standing.reason, since: standing.since }
    case 'holding':
      return { kind: 'signedIn', token: tokenState(live, standing, now, isScreenLocked), keptIn: isSealed(standing.held) ? 'keychain' : 'memory' }
  }
}

function tokenState(live: LiveSession, holding: Holding, now: Moment, isScreenLocked: boolean): TokenState {
  const { issuedAt, expiresAt, refreshToken } = holding.held.tokens
  if (live.isRefreshing) return { kind: 'refreshing', issuedAt, expiresAt }
  if (!mayKeepFresh(live.record.keepFresh, now.wall, isScreenLocked)) return { kind: 'resting', issuedAt, expiresAt }
  if (live.retry !== undefined) {
    return { kind: 'waiting', issuedAt, expiresAt, retryAt: live.retry.deadline.at, failure: live.retry.failure }
  }
  const refreshesAt = refreshToken === undefined ? expiresAt : after(expiresAt, -windowsOf(holding).advisoryMs)
  return { kind: 'fresh', issuedAt, expiresAt, refreshesAt }
}

/**
 * Whether a session's token will soon die, and nothing that runs by itself will replace it: time to tell the person.
 * True within the last tenth of its life (one minute at least) while the last try failed or nothing can renew it.
 */
export function isTokenDying(session: SessionState, now: Instant): boolean {
  if (session.kind !== 'signedIn') return false
  const { token } = session
  const { mandatoryMs } = refreshWindows(token.expiresAt - token.issuedAt, 0)
  if (now < token.expiresAt - mandatoryMs) return false
  return token.kind === 'waiting' || token.kind === 'resting' || (token.kind === 'fresh' && token.refreshesAt >= token.expiresAt)
}
