import type { ApiFailure, RefreshFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../secret.ts'
import { elapsedMs, momentOf } from './clock-jump.ts'
import { isPast } from './deadline.ts'
import type { LiveSession } from './live-session.ts'
import type { ReadSession } from './read-session.ts'
import { decideRefresh } from './refresh-decision.ts'
import { mayRenewItself, type Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { isExpired, lifeOf, nowFor, windowsOf } from './session-view.ts'

/** Gives the app's own calls a token that is valid now. */
export interface BearerTokens {
  /** Waits for a refresh only where the token is about to die; a token that still works is given although a refresh failed. */
  valid(live: LiveSession): Promise<Outcome<Secret, ApiFailure>>
  /** A new token in place of one that a server refused: one refresh, however many were refused with it. */
  afterRefusal(live: LiveSession): Promise<Outcome<Secret, ApiFailure>>
}

export interface BearerTokenParts {
  ports: SessionPorts
  book: SessionBook
  renewal: Renewal
  readSession: ReadSession
}

// A server that refuses the next token too refuses the person, not the token.
const REFUSAL_SPACING_MS = 60_000

export function makeBearerTokens(parts: BearerTokenParts): BearerTokens {
  const { ports, renewal, readSession } = parts
  const renewed = async (live: LiveSession, wish: 'due' | 'insist') => {
    await renewal.renew(live, wish)
    return heldNow(parts, live)
  }
  return {
    async valid(live) {
      if (live.standing.kind === 'restoring') await readSession(live)
      return isRenewalNeeded(parts, live) ? renewed(live, 'due') : heldNow(parts, live)
    },
    async afterRefusal(live) {
      if (live.standing.kind !== 'holding') return heldNow(parts, live)
      const now = momentOf(ports.clock)
      const wasRefusedBefore = live.refusedAt !== undefined && elapsedMs(live.refusedAt, now) < REFUSAL_SPACING_MS
      if (wasRefusedBefore && !live.isRefreshing) return heldNow(parts, live)
      live.refusedAt = now
      return renewed(live, 'insist')
    },
  }
}

function isRenewalNeeded({ ports, book }: BearerTokenParts, live: LiveSession): boolean {
  const { standing, retry } = live
  if (standing.kind !== 'holding') return false
  const now = momentOf(ports.clock)
  const decision = decideRefresh(lifeOf(standing), nowFor(standing, now), windowsOf(standing))
  if (decision.kind !== 'refreshNow' || decision.urgency !== 'mandatory') return false
  if (live.isRefreshing) return true
  if (retry !== undefined && !isPast(retry.deadline, now)) return false
  if (mayRenewItself(live, book, now)) return true
  if (!isExpired(standing, now)) return false
  // The person let this one rest: the window may go on, but other tools get nothing of it.
  live.isWithheld = true
  return true
}

/** The token as it stands after all that could be done. */
function heldNow({ ports }: BearerTokenParts, live: LiveSession): Outcome<Secret, ApiFailure> {
  const { standing } = live
  if (live.isOver) return fail({ code: 'no_such_connection' })
  if (standing.kind === 'unreadable') return fail(standing.failure)
  if (standing.kind !== 'holding') return fail({ code: 'sign_in_required' })
  if (!isExpired(standing, momentOf(ports.clock))) return succeed(standing.held.tokens.accessToken)
  return fail(live.retry === undefined ? { code: 'sign_in_required' } : asApiFailure(live.retry.failure))
}

function asApiFailure(failure: RefreshFailure): ApiFailure {
  return failure.code === 'paused' ? { code: 'sign_in_required' } : failure
}
