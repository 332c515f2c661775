import * as oidc from 'openid-client'
import type { ProviderFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Clock } from '../../core/session/ports.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { isLoopback, isPrivateOnTheWire } from '../network/loopback-host.ts'
import { asProviderFailure } from './oidc-failure.ts'
import { fetchOrSayWhy, type ClockOffset } from './provider-fetch.ts'

/** A provider whose metadata was read and checked, ready for requests. */
export interface ReadyProvider {
  /** For exchanging a code: ID token checked whole, its signature too. */
  exchange: oidc.Configuration
  /** For refreshing. */
  refresh: oidc.Configuration
  offset: ClockOffset
}

export interface Surroundings {
  fetch: Fetch
  clock: Clock
  /** For each request, head and body. */
  timeoutMs: number
}

/** Wrong clocks up to this much are borne with; beyond it the person is told. */
export const CLOCK_TOLERANCE_SECONDS = 600

const TEN_YEARS_SECONDS = 10 * 365 * 86_400

// Entra ID does S256 but does not say so in its metadata, against RFC 8414: learn.microsoft.com, "Microsoft identity
// platform and OAuth 2.0 authorization code flow".
const SILENT_ABOUT_S256 = /^(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|[a-z0-9-]+\.(ciamlogin|b2clogin)\.com)$/

/** The issuer as a URL, or undefined for one that must not be asked: no URL, a user name in it, or plain http to elsewhere. */
function askableIssuer(issuer: string): URL | undefined {
  if (!URL.canParse(issuer)) return undefined
  const url = new URL(issuer)
  return isPrivateOnTheWire(url) && url.username === '' && url.password === '' ? url : undefined
}

/** Why this metadata can't be used, if so. */
function flawOf(metadata: ReturnType<oidc.Configuration['serverMetadata']>, host: string): ProviderFailure | { code: 'provider_lacks_pkce' } | undefined {
  const unusable = (detail: string): ProviderFailure => ({ code: 'provider_answer_unusable', host, detail })
  // Such an issuer stands for every tenant there is; a workspace belongs to one and has to name it.
  if (metadata.issuer.includes('{')) return unusable('multi_tenant_issuer')
  const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint]
  if (endpoints.some(endpoint => endpoint === undefined)) return unusable('endpoint_missing')
  const all = [...endpoints, metadata.jwks_uri, metadata.revocation_endpoint].filter(endpoint => endpoint !== undefined)
  if (!all.every(endpoint => URL.canParse(endpoint) && isPrivateOnTheWire(new URL(endpoint)))) return unusable('insecure_endpoint')
  if (!metadata.supportsPKCE('S256') && !SILENT_ABOUT_S256.test(new URL(metadata.issuer).hostname)) return { code: 'provider_lacks_pkce' }
  return undefined
}

/**
 * Reads a provider's discovery document (OpenID Connect Discovery 1.0, section 4) and checks that it can be used: its
 * issuer is the one that was asked, every endpoint is https (or on this computer), and PKCE by S256 is offered (RFC 9700,
 * section 2.1.1).
 */
export async function setUpProvider(
  issuer: string, clientId: string, { fetch, clock, timeoutMs }: Surroundings,
): Promise<Outcome<ReadyProvider, ProviderFailure | { code: 'provider_lacks_pkce' }>> {
  const url = askableIssuer(issuer)
  if (url === undefined) return fail({ code: 'provider_answer_unusable', host: hostOf(issuer), detail: 'insecure_issuer' })
  const offset: ClockOffset = { seconds: undefined }
  const say = fetchOrSayWhy(fetch, clock, timeoutMs, offset)
  // Plain http is for the workspace on this computer; flawOf and fetchWhole hold every other address to https.
  const relax = isLoopback(url) && url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  const timeout = timeoutMs / 1_000
  try {
    const metadata = { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS }
    const exchange = await oidc.discovery(url, clientId, metadata, oidc.None(), {
      [oidc.customFetch]: say, timeout, execute: [...relax, oidc.enableNonRepudiationChecks],
    })
    const flaw = flawOf(exchange.serverMetadata(), url.host)
    if (flaw !== undefined) return fail(flaw)
    // The answer to a refresh holds the only refresh token that is left. It must not be thrown away because a clock is
    // wrong or the signing keys can't be fetched: it came straight from the token endpoint over TLS, which OpenID Connect
    // Core (3.1.3.7, rule 6) takes in place of the signature.
    const refresh = new oidc.Configuration(exchange.serverMetadata(), clientId, { [oidc.clockTolerance]: TEN_YEARS_SECONDS }, oidc.None())
    refresh[oidc.customFetch] = say
    refresh.timeout = timeout
    for (const extension of relax) extension(refresh)
    return succeed({ exchange, refresh, offset })
  } catch (error) {
    const failure = asProviderFailure(error, url.host)
    if (failure === undefined) throw error
    return fail(failure)
  }
}

/** The host part of an address, or the address itself cut short where there is none. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address.slice(0, 100)
}
