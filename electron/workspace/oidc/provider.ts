import Provider, { errors, interactionPolicy, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import type { People, Person } from '../people/people.ts'
import { mayHoldCredentials } from '../people/roles.ts'
import type { OidcRecords } from './oidc-records.ts'
import type { ProviderKeys } from './signing-keys.ts'

/** The public client that Latchkey is: no secret, PKCE, a loopback redirect on any port (RFC 8252, section 7.3). */
export const CLIENT_ID = 'latchkey'

// A refresh token unused for a month dies; a session ends after three, however often it was renewed.
const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
const GRANT_SECONDS = 90 * 24 * 3600
const SIGN_IN_SECONDS = 15 * 60

export interface ProviderOptions {
  origin: string
  cookiePrefix: string
  bearerTokenLifetime: number
  people: People
  records: OidcRecords
  keys: ProviderKeys
  /** Draws an error for the person in the browser; `code` is OAuth's own word. */
  errorPage: (code: string, description: string | undefined) => { html: string; headers: Readonly<Record<string, string>> }
  /** Told of what went wrong inside; gets no request data. */
  onServerError: (error: Error) => void
}

/** What bearer tokens are for; the `aud` of each. */
export const audienceOf = (origin: string): string => `${origin}/api/v1`

function claimsOf(person: Person) {
  return { sub: person.id, email: person.email, email_verified: false, name: person.name }
}

/**
 * Each authorization asks for the password: a cookie of a loopback address reaches every port of the machine, so it must
 * not be worth anything by itself. Signing in is the consent, and the page says to what.
 */
function policy() {
  const login = new interactionPolicy.Prompt({ name: 'login', requestable: true },
    new interactionPolicy.Check('asked_each_time', 'The person must sign in.', ctx =>
      ctx.oidc.result?.login ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT))
  const consent = new interactionPolicy.Prompt({ name: 'consent', requestable: true })
  return [login, consent]
}

function resources(options: ProviderOptions): NonNullable<Configuration['features']>['resourceIndicators'] {
  const audience = audienceOf(options.origin)
  return {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, resource) => {
      if (resource !== audience) throw new errors.InvalidTarget()
      return { scope: '', audience, accessTokenFormat: 'opaque', accessTokenTTL: options.bearerTokenLifetime }
    },
  }
}

/** Who stands behind an account id. At the token endpoint only roles that may hold a bearer token pass. */
function findAccount(people: People) {
  return (ctx: KoaContextWithOIDC, id: string) => {
    const person = people.byId(id)
    if (person?.status !== 'active') return undefined
    if (ctx.oidc.route === 'token' && !mayHoldCredentials(person.role)) {
      throw new errors.AccessDenied('Only Owner, Super Admin and Admin may take a bearer token.')
    }
    return { accountId: person.id, claims: () => claimsOf(person) }
  }
}

function configuration(options: ProviderOptions): Configuration {
  return {
    adapter: (model: string) => options.records.adapter(model),
    clients: [{
      client_id: CLIENT_ID, client_name: 'Latchkey', application_type: 'native', token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], id_token_signed_response_alg: 'ES256',
      redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'http://localhost/callback'],
    }],
    jwks: options.keys.jwks,
    cookies: {
      keys: options.keys.cookieKeys,
      names: {
        session: `${options.cookiePrefix}_session`, interaction: `${options.cookiePrefix}_sign_in`, resume: `${options.cookiePrefix}_resume`,
      },
      long: { httpOnly: true, sameSite: 'lax', secure: options.origin.startsWith('https:') },
      short: { httpOnly: true, sameSite: 'lax', secure: options.origin.startsWith('https:') },
    },
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    extraParams: ['setup'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: false }, revocation: { enabled: true }, rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false }, pushedAuthorizationRequests: { enabled: true }, resourceIndicators: resources(options),
    },
    routes: {
      authorization: '/oidc/authorize', token: '/oidc/token', revocation: '/oidc/revoke', jwks: '/oidc/jwks',
      pushed_authorization_request: '/oidc/request',
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: findAccount(options.people),
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
    expiresWithSession: () => false,
    clockTolerance: 15,
    ttl: {
      AccessToken: options.bearerTokenLifetime, AuthorizationCode: 60, IdToken: 3600, Interaction: SIGN_IN_SECONDS, Session: SIGN_IN_SECONDS,
      Grant: GRANT_SECONDS, RefreshToken: REFRESH_TOKEN_SECONDS,
    },
    renderError: (ctx, out) => {
      const page = options.errorPage(out.error, out.error_description)
      ctx.set(page.headers)
      ctx.type = 'html'
      ctx.body = page.html
    },
  }
}

/** The OpenID provider of this workspace. It answers `/oidc/*` and the discovery document. */
export function openProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.origin, configuration(options))
  provider.proxy = options.origin.startsWith('https:')
  provider.on('server_error', (_ctx, error) => { options.onServerError(error) })
  return provider
}
