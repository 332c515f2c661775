import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { Claims } from './external-claims.ts'
import { isSafeAddress, type ExternalProviderSettings } from './provider-file.ts'

/** Checks access tokens of an external provider. */
export interface ExternalTokens {
  /** The claims of a token that holds now and is meant for this workspace; undefined otherwise. */
  claimsOf(token: string): Promise<Claims | undefined>
}

const Metadata = z.looseObject({
  issuer: z.string(), jwks_uri: z.string().refine(isSafeAddress), userinfo_endpoint: z.string().refine(isSafeAddress).optional(),
  introspection_endpoint: z.string().refine(isSafeAddress).optional(),
})
type Metadata = z.output<typeof Metadata>

const TIMEOUT_MS = 5_000
const TOLERANCE_SECONDS = 60
// A revoked opaque token is refused at most this long after.
const INTROSPECTION_MS = 10_000
const USERINFO_MS = 5 * 60_000
const MOST_REMEMBERED = 5_000
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`the provider answered ${String(answer.status)}`)
  return answer.json()
}

/** Remembers answers about tokens for a while, under the token's digest: the tokens themselves are not kept. */
function remembering(lifeMs: number, now: () => number, ask: (token: string) => Promise<Claims | undefined>) {
  const known = new Map<string, { claims: Claims | undefined; until: number }>()
  return async (token: string): Promise<Claims | undefined> => {
    const name = createHash('sha256').update(token).digest('base64')
    const found = known.get(name)
    if (found && found.until > now()) return found.claims
    const claims = await ask(token)
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(name, { claims, until: now() + lifeMs })
    return claims
  }
}

function isFor(audience: string, aud: unknown): boolean {
  return aud === audience || (Array.isArray(aud) && aud.includes(audience))
}

class ProviderTokens implements ExternalTokens {
  readonly #settings: ExternalProviderSettings
  readonly #now: () => number
  readonly #introspect: (token: string) => Promise<Claims | undefined>
  readonly #userinfo: (token: string) => Promise<Claims | undefined>
  #metadata: Promise<Metadata> | undefined
  #keys: JWTVerifyGetKey | undefined

  constructor(settings: ExternalProviderSettings, now: () => number) {
    this.#settings = settings
    this.#now = now
    this.#introspect = remembering(INTROSPECTION_MS, now, token => this.#askIntrospection(token))
    this.#userinfo = remembering(USERINFO_MS, now, token => this.#askUserinfo(token))
  }

  /** Discovery; asked again after a failure. */
  async #discovered(): Promise<Metadata> {
    this.#metadata ??= this.#discover()
    try {
      return await this.#metadata
    } catch (error) {
      this.#metadata = undefined
      throw error
    }
  }

  async #discover(): Promise<Metadata> {
    const { issuer } = this.#settings
    const metadata = Metadata.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
    // OpenID Connect Discovery, section 4.3: the document must name the issuer that was asked.
    if (metadata.issuer !== issuer) throw new Error('the provider names another issuer')
    return metadata
  }

  async #byJwt(token: string): Promise<Claims | undefined> {
    const { jwks_uri: jwksUri } = await this.#discovered()
    this.#keys ??= createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: TIMEOUT_MS, cooldownDuration: 10_000 })
    const { issuer, audience, acceptPlainJwt } = this.#settings
    const { payload } = await jwtVerify(token, this.#keys, {
      issuer, audience, algorithms: ALGORITHMS, clockTolerance: TOLERANCE_SECONDS, requiredClaims: ['exp', 'sub', 'aud', 'iss'],
      currentDate: new Date(this.#now()), ...(acceptPlainJwt ? {} : { typ: 'at+jwt' }),
    })
    return payload
  }

  async #askIntrospection(token: string): Promise<Claims | undefined> {
    const { introspection, audience, issuer } = this.#settings
    const { introspection_endpoint: endpoint } = await this.#discovered()
    const secret = introspection?.clientSecret ?? process.env['WORKSPACE_INTROSPECTION_SECRET']
    if (!introspection || endpoint === undefined || secret === undefined) return undefined
    const basic = Buffer.from(`${encodeURIComponent(introspection.clientId)}:${encodeURIComponent(secret)}`).toString('base64')
    const claims = z.looseObject({ active: z.boolean() }).parse(await fetchJson(endpoint, {
      method: 'POST', body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    }))
    const isMeant = claims.active && isFor(audience, claims['aud']) && (claims['iss'] === undefined || claims['iss'] === issuer)
    return isMeant ? claims : undefined
  }

  async #askUserinfo(token: string): Promise<Claims | undefined> {
    const { userinfo_endpoint: endpoint } = await this.#discovered()
    if (endpoint === undefined) return undefined
    return z.looseObject({ sub: z.string() }).parse(await fetchJson(endpoint, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } }))
  }

  /** An access token often lacks the address (RFC 9068, section 2.2.2); userinfo then has it, for the same subject alone. */
  async #completed(token: string, claims: Claims): Promise<Claims> {
    if (claims[this.#settings.emailClaim] !== undefined) return claims
    const more = await this.#userinfo(token)
    return more?.['sub'] === claims['sub'] ? { ...more, ...claims } : claims
  }

  /** How long an introspected token holds by its own word. */
  #isAlive(claims: Claims): boolean {
    const exp = claims['exp']
    return typeof exp !== 'number' || exp * 1000 > this.#now()
  }

  async claimsOf(token: string): Promise<Claims | undefined> {
    try {
      const claims = JWT.test(token) ? await this.#byJwt(token) : await this.#introspect(token)
      return claims && this.#isAlive(claims) ? await this.#completed(token, claims) : undefined
    } catch {
      // A forged token and an unreachable provider alike: whoever can't be verified doesn't pass.
      return undefined
    }
  }
}

export function openExternalTokens(settings: ExternalProviderSettings, now: () => number): ExternalTokens {
  return new ProviderTokens(settings, now)
}
