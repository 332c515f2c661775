import * as oidc from 'openid-client'
import type { ProviderFailure } from '../../../shared/failures.ts'
import { InsecureRequest, Unreachable } from '../network/fetch-whole.ts'

/** An ID token whose `iat` is far from now. */
export class UnlikelyIssueTime extends Error {}

/** OAuth error codes that speak of the provider's own state, not of the grant (RFC 6749, section 4.1.2.1). */
const PASSING = new Set(['server_error', 'temporarily_unavailable', 'slow_down'])

/** OAuth's words for an error are short printable ASCII; whatever else a server sends is not passed on. */
function errorWord(error: unknown): string {
  return typeof error === 'string' && /^[\x21-\x7e]{1,64}$/.test(error) ? error : 'unknown'
}

function fromGrant(host: string, error: unknown): ProviderFailure {
  const word = errorWord(error)
  return PASSING.has(word) ? { code: 'provider_unreachable', host, trouble: 'server_error' } : { code: 'grant_refused', error: word }
}

function fromOurs(host: string, error: unknown): ProviderFailure | undefined {
  if (error instanceof Unreachable) {
    const { trouble, retryAfterSeconds } = error
    return { code: 'provider_unreachable', host, trouble, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
  }
  if (error instanceof UnlikelyIssueTime) return { code: 'provider_answer_unusable', host, detail: 'id_token_issued_at' }
  return error instanceof InsecureRequest ? { code: 'provider_answer_unusable', host, detail: 'insecure_endpoint' } : undefined
}

/**
 * What went wrong while talking to the OpenID provider, or undefined when it is a bug of ours, to be thrown on.
 *
 * Nothing but codes is taken from the error: its `cause` may carry the redirect's parameters, and with them the
 * authorization code.
 *
 * @param host  the issuer's, for the words
 */
export function asProviderFailure(error: unknown, host: string): ProviderFailure | undefined {
  const ours = fromOurs(host, error) ?? (error instanceof Error ? fromOurs(host, error.cause) : undefined)
  if (ours !== undefined) return ours
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) return fromGrant(host, error.error)
  // A 401 with a challenge is how a provider refuses the client itself (RFC 6749, section 5.2).
  if (error instanceof oidc.WWWAuthenticateChallengeError) return { code: 'grant_refused', error: 'invalid_client' }
  return error instanceof oidc.ClientError ? fromLibrary(host, error.code) : undefined
}

function fromLibrary(host: string, code: string | undefined): ProviderFailure | undefined {
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return { code: 'provider_unreachable', host, trouble: 'no_answer' }
  return code === undefined ? undefined : { code: 'provider_answer_unusable', host, detail: errorWord(code) }
}

/** Whether an ID token was refused for its times: the provider's clock and ours may disagree. */
export function isAboutTime(failure: ProviderFailure): boolean {
  return failure.code === 'provider_answer_unusable' && (failure.detail === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' || failure.detail === 'id_token_issued_at')
}
