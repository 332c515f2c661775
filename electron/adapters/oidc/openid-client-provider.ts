import * as oidc from 'openid-client'
import type { ProviderFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { Secret } from '../../core/secret.ts'
import type { AuthorizationRequest, Clock, DiscoveredProvider, IdentityProvider, TokenAnswer } from '../../core/session/ports.ts'
import { Unreachable, type Fetch } from '../network/fetch-whole.ts'
import { asProviderFailure, isAboutTime, UnlikelyIssueTime } from './oidc-failure.ts'
import { CLOCK_TOLERANCE_SECONDS, hostOf, setUpProvider, type ReadyProvider, type Surroundings } from './provider-setup.ts'
import { isOfAnother, tokenAnswer } from './token-answer.ts'

const REQUEST_TIMEOUT_MS = 10_000
const REVOCATION_TIMEOUT_MS = 5_000
const SCOPES = 'openid profile email offline_access'

// A clock that is off by less than this is not why an ID token was refused.
const NOTABLE_OFFSET_SECONDS = 60
// Entra ID dates its tokens five minutes back, so that clocks which are a little slow take them.
const BACKDATED_SECONDS = 300

type SetUp = Awaited<ReturnType<typeof setUpProvider>>

export interface ProviderOptions {
  /** Electron's net.fetch or Node's fetch. */
  fetch: Fetch
  clock: Clock
  /** For each request; 10,000 ms unless told. */
  timeoutMs?: number
}

/**
 * OpenID providers over openid-client: authorization code with PKCE for a public client (RFC 8252, RFC 9700).
 *
 * Metadata is read once for each issuer and client, and again after an answer that made no sense.
 */
export function makeOpenIdClientProvider({ fetch, clock, timeoutMs = REQUEST_TIMEOUT_MS }: ProviderOptions): IdentityProvider {
  const surroundings: Surroundings = { fetch, clock, timeoutMs }
  const ready = new Map<string, Promise<SetUp>>()

  function setUp(issuer: string, clientId: string, again: boolean): Promise<SetUp> {
    const name = `${issuer} ${clientId}`
    const known = again ? undefined : ready.get(name)
    if (known !== undefined) return known
    const fresh = setUpProvider(issuer, clientId, surroundings)
    ready.set(name, fresh)
    const forget = () => { if (ready.get(name) === fresh) ready.delete(name) }
    void fresh.then(outcome => { if (!outcome.ok) forget() }, forget)
    return fresh
  }

  async function tokens<Answer extends TokenAnswer>(
    provider: DiscoveredProvider, ask: (ready: ReadyProvider) => Promise<Answer>,
  ): Promise<Outcome<Answer, ProviderFailure>> {
    const found = await setUp(provider.issuer, provider.clientId, false)
    if (!found.ok) return found.failure.code === 'provider_lacks_pkce' ? fail(unusable(provider, 'pkce_withdrawn')) : fail(found.failure)
    try {
      return succeed(await ask(found.value))
    } catch (error) {
      const failure = asProviderFailure(error, provider.issuerHost)
      if (failure === undefined) throw error
      if (failure.code === 'provider_answer_unusable') ready.delete(`${provider.issuer} ${provider.clientId}`)
      return fail(clockFailure(failure, found.value) ?? failure)
    }
  }

  return {
    async discover(issuer, clientId) {
      const found = await setUp(issuer, clientId, true)
      if (!found.ok) return fail(found.failure)
      const canRevoke = found.value.refresh.serverMetadata().revocation_endpoint !== undefined
      return succeed({ issuer, clientId, issuerHost: hostOf(issuer), canRevoke })
    },

    async authorizationRequest(provider, redirectUri, extra) {
      const found = await setUp(provider.issuer, provider.clientId, false)
      if (!found.ok) throw new Error(`authorization request for a provider that was not discovered: ${found.failure.code}`)
      return authorizationRequest(found.value, redirectUri, extra)
    },

    async exchange(provider, request, callback) {
      const url = new URL(callback.expose())
      if (`${url.origin}${url.pathname}` !== request.redirectUri) return fail(unusable(provider, 'redirect_uri'))
      try {
        return await tokens(provider, ready => exchangeCode(ready, url, request, clock))
      } catch (error) {
        if (error instanceof ConsentDenied) return fail({ code: 'consent_denied' })
        throw error
      }
    },

    refresh(provider, refreshToken, idToken) {
      return tokens(provider, async ready => {
        const answer = await oidc.refreshTokenGrant(ready.refresh, refreshToken.expose())
        return { ...tokenAnswer(answer, clock.now()), isForAnother: isOfAnother(answer.claims(), idToken) }
      })
    },

    async revoke(provider, token, hint) {
      const deadline = AbortSignal.timeout(REVOCATION_TIMEOUT_MS)
      const late = new Promise<false>(resolve => { deadline.addEventListener('abort', () => { resolve(false) }, { once: true }) })
      const told = setUp(provider.issuer, provider.clientId, false)
        .then(found => found.ok && revokeOnce(found.value, token, hint, deadline))
        .catch(() => false)
      return Promise.race([told, late])
    },
  }
}

function unusable(provider: DiscoveredProvider, detail: string): ProviderFailure {
  return { code: 'provider_answer_unusable', host: provider.issuerHost, detail }
}

/** An ID token refused for its times, where our clock is the likely reason. */
function clockFailure(failure: ProviderFailure, { offset }: ReadyProvider): ProviderFailure | undefined {
  const seconds = offset.seconds
  if (!isAboutTime(failure) || seconds === undefined || Math.abs(seconds) <= NOTABLE_OFFSET_SECONDS) return undefined
  return { code: 'clock_wrong', offsetSeconds: seconds }
}

async function authorizationRequest(
  { exchange }: ReadyProvider, redirectUri: string, extra: Readonly<Record<string, string>>,
): Promise<AuthorizationRequest> {
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const codeVerifier = oidc.randomPKCECodeVerifier()
  const url = oidc.buildAuthorizationUrl(exchange, {
    scope: SCOPES,
    ...extra,
    // After `extra`, so that nothing in it can loosen these.
    response_type: 'code',
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, redirectUri, state: new Secret(state), nonce: new Secret(nonce), codeVerifier: new Secret(codeVerifier) }
}

class ConsentDenied extends Error {}

async function exchangeCode(ready: ReadyProvider, callback: URL, request: AuthorizationRequest, clock: Clock): Promise<TokenAnswer> {
  const answer = await oidc.authorizationCodeGrant(ready.exchange, callback, {
    expectedState: request.state.expose(),
    expectedNonce: request.nonce.expose(),
    pkceCodeVerifier: request.codeVerifier.expose(),
    idTokenExpected: true,
  }).catch((error: unknown) => {
    throw error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied' ? new ConsentDenied() : error
  })
  const receivedAt = clock.now()
  const issuedAt = answer.claims()?.iat ?? 0
  const ageSeconds = receivedAt / 1_000 - issuedAt
  // openid-client reads `iat` but does not compare it; a token that was just made is neither old nor from the future.
  if (ageSeconds > CLOCK_TOLERANCE_SECONDS + BACKDATED_SECONDS || ageSeconds < -CLOCK_TOLERANCE_SECONDS) {
    throw new UnlikelyIssueTime('ID token issued long ago, or in the future')
  }
  return tokenAnswer(answer, receivedAt)
}

/** RFC 7009. One more try where the provider asks to come back within the time that is left. */
async function revokeOnce({ refresh }: ReadyProvider, token: Secret, hint: string, deadline: AbortSignal): Promise<boolean> {
  if (refresh.serverMetadata().revocation_endpoint === undefined) return false
  const tell = () => oidc.tokenRevocation(refresh, token.expose(), { token_type_hint: hint })
  try {
    await tell()
  } catch (error) {
    const busy = error instanceof Error && error.cause instanceof Unreachable ? error.cause : undefined
    if (busy?.retryAfterSeconds === undefined || deadline.aborted) return false
    await pause(busy.retryAfterSeconds * 1_000, deadline)
    if (deadline.aborted) return false
    await tell()
  }
  return true
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    timer.unref()
    until.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}
