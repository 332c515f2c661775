import { after, type Instant } from '../../../shared/instant.ts'
import type { RefreshWindows } from './refresh-windows.ts'

export type RefreshDecision =
  | { kind: 'wait'; until: Instant }
  | { kind: 'refreshNow'; urgency: 'advisory' | 'mandatory' }
  | { kind: 'signInAgain' }

/** What the decision needs of a token. */
export interface TokenLife {
  issuedAt: Instant
  expiresAt: Instant
  /** Whether there is a refresh token. */
  isRefreshable: boolean
  /** The refresh token may have been spent by a request that nobody saw the answer of. */
  isInDoubt: boolean
}

// Clocks differ by a little; a token from further in the future was counted on a clock that was since set back.
const TOLERATED_FUTURE_MS = 60_000

/** What to do about a token at this moment. Nothing but time decides: the same question may be asked at any time. */
export function decideRefresh(token: TokenLife, now: Instant, windows: RefreshWindows): RefreshDecision {
  if (!token.isRefreshable) {
    return now < token.expiresAt ? { kind: 'wait', until: token.expiresAt } : { kind: 'signInAgain' }
  }
  if (now >= token.expiresAt - windows.mandatoryMs) return { kind: 'refreshNow', urgency: 'mandatory' }
  const advisoryAt = after(token.expiresAt, -windows.advisoryMs)
  if (now >= advisoryAt) return { kind: 'refreshNow', urgency: 'advisory' }
  // A provider that forgives a second use does so for seconds only (Okta: 0 to 60, 30 unless told).
  if (token.isInDoubt || token.issuedAt > now + TOLERATED_FUTURE_MS) return { kind: 'refreshNow', urgency: 'advisory' }
  return { kind: 'wait', until: advisoryAt }
}
