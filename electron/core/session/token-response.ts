import { after } from '../../../shared/instant.ts'
import type { HeldTokens, TokenAnswer } from './ports.ts'

/** The tokens held after an answer of the token endpoint; `isUsable` is false for one that arrived expired. */
export interface HeldAfter {
  tokens: HeldTokens
  isUsable: boolean
}

// Less than this is dead before any tool has read the file.
const SHORTEST_LIFE_SECONDS = 5

/**
 * What we hold after the token endpoint answered.
 *
 * `expires_in` is counted from receipt by our own clock: what the server's clock says doesn't matter (RFC 6749, section
 * 5.1). A token that is already expired is no token, but its refresh token stands: the old one may be spent.
 *
 * @param held  what was held before; undefined at a first sign-in
 */
export function heldAfter(held: HeldTokens | undefined, answer: TokenAnswer): HeldAfter {
  return {
    tokens: {
      accessToken: answer.accessToken,
      // No new refresh token means that the old one still stands (RFC 6749, section 6).
      refreshToken: answer.refreshToken ?? held?.refreshToken,
      idToken: answer.idToken ?? held?.idToken,
      issuedAt: answer.receivedAt,
      expiresAt: after(answer.receivedAt, answer.expiresIn * 1000),
    },
    isUsable: answer.expiresIn >= SHORTEST_LIFE_SECONDS,
  }
}
