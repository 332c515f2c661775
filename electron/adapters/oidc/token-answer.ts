import type * as oidc from 'openid-client'
import { z } from 'zod'
import { Seconds, type Instant } from '../../../shared/instant.ts'
import { Secret } from '../../core/secret.ts'
import type { TokenAnswer } from '../../core/session/ports.ts'

/** RFC 6749 (section 5.1) lets a provider leave `expires_in` out; a bearer token lives an hour unless a workspace says else. */
const USUAL_LIFE_SECONDS = 3_600
const LONGEST_LIFE_SECONDS = 365 * 86_400

/** What openid-client read and checked, in the core's words. */
export function tokenAnswer(answer: oidc.TokenEndpointResponse, receivedAt: Instant): TokenAnswer {
  const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text))
  return {
    accessToken: new Secret(answer.access_token),
    refreshToken: secret(answer.refresh_token),
    idToken: secret(answer.id_token),
    expiresIn: Seconds.parse(Math.min(answer.expires_in ?? USUAL_LIFE_SECONDS, LONGEST_LIFE_SECONDS)),
    receivedAt,
  }
}

const Claims = z.object({ sub: z.string(), nonce: z.string().optional() })

/**
 * Whether a refresh was answered for another sign-in than the one whose ID token is held: another subject, or another
 * nonce (OpenID Connect Core, section 12.2; openid-client, which knows no earlier ID token, compares neither). A refreshed
 * ID token should carry no nonce, and where either has none there is nothing to compare. Issuers are not compared here:
 * openid-client has held the answer's to the provider's own, and a workspace of this computer changes its port.
 *
 * @param answered  what the answer's ID token says; a provider may send none
 */
export function isOfAnother(answered: oidc.IDToken | undefined, idToken: Secret | undefined): boolean {
  if (answered === undefined || idToken === undefined) return false
  const held = Claims.safeParse(JSON.parse(Buffer.from(idToken.expose().split('.')[1] ?? '', 'base64url').toString('utf8'))).data
  if (held?.sub !== answered.sub) return true
  return held.nonce !== undefined && answered.nonce !== undefined && held.nonce !== answered.nonce
}
