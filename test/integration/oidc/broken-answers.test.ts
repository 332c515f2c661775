import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeOpenIdClientProvider } from '../../../electron/adapters/oidc/openid-client-provider.ts'
import { systemClock } from '../../../electron/adapters/clock/system-clock.ts'
import { Secret } from '../../../electron/core/secret.ts'
import type { AuthorizationRequest, Clock, DiscoveredProvider, IdentityProvider } from '../../../electron/core/session/ports.ts'
import { instant } from '../../../shared/instant.ts'
import { hmacJwt, makeSigningKey, signJwt, startForgingProvider, type ForgingProvider } from '../../support/forging-provider.ts'

const CLIENT = 'latchkey-test'
const REDIRECT = 'http://127.0.0.1:49152/callback'

let forged: ForgingProvider
beforeAll(async () => { forged = await startForgingProvider() })
afterAll(() => forged.stop())
const honestMetadata = (honest: Record<string, unknown>) => honest
beforeEach(() => {
  forged.metadata = honestMetadata
  forged.keys = () => [forged.key.jwk]
  forged.tokenRequests.length = 0
  forged.revocations.length = 0
})

interface Attempt { provider: IdentityProvider; discovered: DiscoveredProvider; request: AuthorizationRequest }

async function begin(clock: Clock = systemClock, server = forged): Promise<Attempt> {
  const provider = makeOpenIdClientProvider({ fetch, clock })
  const found = await provider.discover(server.issuer, CLIENT)
  if (!found.ok) throw new Error(found.failure.code)
  return { provider, discovered: found.value, request: await provider.authorizationRequest(found.value, REDIRECT, {}) }
}

const nowSeconds = () => Math.floor(Date.now() / 1_000)
const goodClaims = (request: AuthorizationRequest, server = forged) => ({
  iss: server.issuer, aud: CLIENT, sub: 'ada', nonce: request.nonce.expose(), iat: nowSeconds(), exp: nowSeconds() + 3_600,
})
const answerWith = (idToken: unknown, rest: Record<string, unknown> = {}) =>
  ({ body: { access_token: 'access', token_type: 'Bearer', expires_in: 3_600, refresh_token: 'refresh', id_token: idToken, ...rest } })
const callback = (request: AuthorizationRequest, change: Record<string, string | undefined> = {}, server = forged) => {
  const url = new URL(REDIRECT)
  for (const [name, value] of Object.entries({ code: 'the-code', state: request.state.expose(), iss: server.issuer, ...change })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return new Secret(url.href)
}

test('an honest answer passes: the rig itself does not refuse', async () => {
  const { provider, discovered, request } = await begin()
  forged.token = () => answerWith(signJwt({ alg: 'RS256', kid: 'first' }, goodClaims(request), forged.key))
  const answer = await provider.exchange(discovered, request, callback(request))
  expect(answer).toMatchObject({ ok: true })
  expect(answer.ok && [answer.value.accessToken.expose(), answer.value.refreshToken?.expose(), answer.value.expiresIn]).toEqual(['access', 'refresh', 3_600])
  const sent = forged.tokenRequests[0]
  expect(sent?.get('code_verifier')).toBe(request.codeVerifier.expose())
  expect(sent?.get('redirect_uri')).toBe(REDIRECT)
})

type Forge = (request: AuthorizationRequest) => unknown
const rs256 = { alg: 'RS256', kid: 'first' }
const other = makeSigningKey('other')
const sameName = makeSigningKey('first')
const forgeries: [string, Forge][] = [
  ['it is not signed at all (alg none)', request => `${signJwt({ alg: 'none' }, goodClaims(request), forged.key).split('.').slice(0, 2).join('.')}.`],
  ['it is signed by HMAC with the public key as its secret', request => hmacJwt({ alg: 'HS256', kid: 'first' }, goodClaims(request), JSON.stringify(forged.key.jwk))],
  ['another client is its audience', request => signJwt(rs256, { ...goodClaims(request), aud: 'somebody-else' }, forged.key)],
  ['it has two audiences and another authorized party', request => signJwt(rs256, { ...goodClaims(request), aud: [CLIENT, 'other'], azp: 'other' }, forged.key)],
  ['another issuer made it', request => signJwt(rs256, { ...goodClaims(request), iss: 'https://evil.example' }, forged.key)],
  ['its nonce is of another attempt', request => signJwt(rs256, { ...goodClaims(request), nonce: 'another' }, forged.key)],
  ['it has no nonce', request => signJwt(rs256, { ...goodClaims(request), nonce: undefined }, forged.key)],
  ['it expired an hour ago', request => signJwt(rs256, { ...goodClaims(request), iat: nowSeconds() - 7_200, exp: nowSeconds() - 3_600 }, forged.key)],
  ['it was issued an hour ago', request => signJwt(rs256, { ...goodClaims(request), iat: nowSeconds() - 3_600 }, forged.key)],
  ['it comes from the future', request => signJwt(rs256, { ...goodClaims(request), iat: nowSeconds() + 3_600, exp: nowSeconds() + 7_200 }, forged.key)],
  ['nobody published the key that signed it', request => signJwt({ alg: 'RS256', kid: 'other' }, goodClaims(request), other)],
  ['another key of the same name signed it', request => signJwt(rs256, goodClaims(request), sameName)],
  ['its body was changed after signing', request => {
    const [head, , signature] = signJwt(rs256, goodClaims(request), forged.key).split('.')
    return `${String(head)}.${Buffer.from(JSON.stringify({ ...goodClaims(request), sub: 'eve' })).toString('base64url')}.${String(signature)}`
  }],
  ['it is cut short', request => signJwt(rs256, goodClaims(request), forged.key).slice(0, -20)],
  ['it is cut in two', request => signJwt(rs256, goodClaims(request), forged.key).split('.').slice(0, 2).join('.')],
  ['it has no subject', request => signJwt(rs256, { ...goodClaims(request), sub: undefined }, forged.key)],
  ['it is missing', () => undefined],
  ['it is a number', () => 7],
  ['it is no JWT', () => 'hello'],
  ['its parts are no base64', () => '!!!.???.###'],
  ['it carries a critical extension that nobody knows', request => signJwt({ ...rs256, crit: ['x'], x: 1 }, goodClaims(request), forged.key)],
]

describe('an ID token is refused when', () => {
  test.each(forgeries)('%s', async (_, forge) => {
    const { provider, discovered, request } = await begin()
    forged.token = () => answerWith(forge(request))
    const answer = await provider.exchange(discovered, request, callback(request))
    expect(answer).toMatchObject({ ok: false, failure: { code: 'provider_answer_unusable', host: new URL(forged.issuer).host } })
  })
})

describe('a redirect is refused, and no token asked for, when', () => {
  const redirects: [string, (request: AuthorizationRequest) => Secret][] = [
    ['its state is of another attempt', request => callback(request, { state: 'another' })],
    ['it has no state', request => callback(request, { state: undefined })],
    ['the issuer is missing though promised (RFC 9207)', request => callback(request, { iss: undefined })],
    ['the issuer is another one', request => callback(request, { iss: 'https://evil.example' })],
    ['the issuer stands in it twice', request => new Secret(`${callback(request).expose()}&iss=https%3A%2F%2Fevil.example`)],
    ['an error comes from another issuer', request => callback(request, { code: undefined, error: 'access_denied', iss: 'https://evil.example' })],
    ['it came to another address', request => new Secret(callback(request).expose().replace('/callback', '/elsewhere'))],
    ['it has no code', request => callback(request, { code: undefined })],
  ]
  test.each(redirects)('%s', async (_, redirect) => {
    const { provider, discovered, request } = await begin()
    forged.token = () => answerWith(signJwt(rs256, goodClaims(request), forged.key))
    expect(await provider.exchange(discovered, request, redirect(request))).toMatchObject({ ok: false, failure: { code: 'provider_answer_unusable' } })
    expect(forged.tokenRequests).toHaveLength(0)
  })

  test('it carries the code of another provider (mix-up): neither provider is told it', async () => {
    const second = await startForgingProvider()
    const one = await begin()
    const two = await begin(systemClock, second)
    expect(await one.provider.exchange(one.discovered, one.request, callback(one.request, { iss: second.issuer }))).toMatchObject({ ok: false })
    expect(await two.provider.exchange(two.discovered, two.request, callback(two.request, { iss: forged.issuer }))).toMatchObject({ ok: false })
    expect([...forged.tokenRequests, ...second.tokenRequests]).toEqual([])
    await second.stop()
  })
})

describe('an error in the redirect is told as what it is', () => {
  const errors: [string, string, object][] = [
    ['the person said no', 'access_denied', { code: 'consent_denied' }],
    ['the scope is unknown', 'invalid_scope', { code: 'grant_refused', error: 'invalid_scope' }],
    ['the provider is overloaded', 'temporarily_unavailable', { code: 'provider_unreachable', trouble: 'server_error' }],
    ['a script stands in it', '<script>alert(1)</script>\n', { code: 'grant_refused', error: 'unknown' }],
    ['it goes on for ever', 'x'.repeat(5_000), { code: 'grant_refused', error: 'unknown' }],
  ]
  test.each(errors)('%s', async (_, error, failure) => {
    const { provider, discovered, request } = await begin()
    expect(await provider.exchange(discovered, request, callback(request, { code: undefined, error }))).toMatchObject({ ok: false, failure })
  })
})

describe('a provider is refused at discovery when', () => {
  const flaws: [string, (honest: Record<string, unknown>) => Record<string, unknown>, object][] = [
    ['it offers no PKCE', honest => ({ ...honest, code_challenge_methods_supported: undefined }), { code: 'provider_lacks_pkce' }],
    ['it offers plain PKCE only', honest => ({ ...honest, code_challenge_methods_supported: ['plain'] }), { code: 'provider_lacks_pkce' }],
    ['it says that it is somebody else', honest => ({ ...honest, issuer: 'https://evil.example' }), { code: 'provider_answer_unusable' }],
    ['its token endpoint is in the clear elsewhere', honest => ({ ...honest, token_endpoint: 'http://evil.example/token' }), { code: 'provider_answer_unusable', detail: 'insecure_endpoint' }],
    ['its keys are in the clear elsewhere', honest => ({ ...honest, jwks_uri: 'http://evil.example/jwks' }), { code: 'provider_answer_unusable', detail: 'insecure_endpoint' }],
    ['it has no token endpoint', honest => ({ ...honest, token_endpoint: undefined }), { code: 'provider_answer_unusable', detail: 'endpoint_missing' }],
  ]
  test.each(flaws)('%s', async (_, metadata, failure) => {
    forged.metadata = metadata
    expect(await makeOpenIdClientProvider({ fetch, clock: systemClock }).discover(forged.issuer, CLIENT)).toMatchObject({ ok: false, failure })
  })

  const issuers = ['http://evil.example', 'http://192.168.1.1', 'ftp://127.0.0.1', 'https://ada:pw@evil.example', 'no url', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example']
  test.each(issuers)('its address is %s: nothing is sent', async issuer => {
    const asked: string[] = []
    const provider = makeOpenIdClientProvider({ fetch: url => { asked.push(url); return Promise.reject(new Error('not to be asked')) }, clock: systemClock })
    expect(await provider.discover(issuer, CLIENT)).toMatchObject({ ok: false, failure: { code: 'provider_answer_unusable', detail: 'insecure_issuer' } })
    expect(asked).toEqual([])
  })

  const served = (document: object) => () => Promise.resolve(new Response(JSON.stringify(document), { headers: { 'content-type': 'application/json' } }))
  const entra = (issuer: string) => ({
    issuer, authorization_endpoint: 'https://login.microsoftonline.com/t/oauth2/v2.0/authorize', token_endpoint: 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
    jwks_uri: 'https://login.microsoftonline.com/t/discovery/v2.0/keys',
  })
  test('it stands for every tenant of Entra ID; one tenant passes though its metadata is silent about S256', async () => {
    const every = makeOpenIdClientProvider({ fetch: served(entra('https://login.microsoftonline.com/{tenantid}/v2.0')), clock: systemClock })
    expect(await every.discover('https://login.microsoftonline.com/common/v2.0', CLIENT)).toMatchObject({ ok: false, failure: { detail: 'multi_tenant_issuer' } })
    const tenant = 'https://login.microsoftonline.com/5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11/v2.0'
    const one = makeOpenIdClientProvider({ fetch: served(entra(tenant)), clock: systemClock })
    expect(await one.discover(tenant, CLIENT)).toMatchObject({ ok: true })
  })
})

test('ten thousand authorization requests share no state, nonce or challenge, and extras loosen nothing', async () => {
  const { provider, discovered } = await begin()
  const seen = new Set<string>()
  for (let round = 0; round < 10_000; round += 1) {
    const { url } = await provider.authorizationRequest(discovered, REDIRECT, { login_hint: 'ada@acme.example', code_challenge_method: 'plain', redirect_uri: 'https://evil.example', state: 'mine' })
    const asked = new URL(url).searchParams
    for (const name of ['state', 'nonce', 'code_challenge']) seen.add(`${name}:${String(asked.get(name))}`)
    if (round === 0) expect(Object.fromEntries(asked)).toMatchObject({
      client_id: CLIENT, response_type: 'code', redirect_uri: REDIRECT, code_challenge_method: 'S256', scope: 'openid profile email offline_access', login_hint: 'ada@acme.example',
    })
  }
  expect(seen.size).toBe(30_000)
})

describe('the clock of this computer', () => {
  const off = (minutes: number): Clock => ({ now: () => instant(Date.now() + minutes * 60_000), monotonicMs: () => performance.now() })
  // openid-client reads the wall clock itself; what is moved here is the provider's: its Date header and its token's times.
  const exchangeAt = async (minutes: number) => {
    const { provider, discovered, request } = await begin()
    const serverNow = nowSeconds() - minutes * 60
    forged.token = () => ({
      ...answerWith(signJwt(rs256, { ...goodClaims(request), iat: serverNow, exp: serverNow + 3_600 }, forged.key)),
      headers: { date: new Date(serverNow * 1_000).toUTCString() },
    })
    return provider.exchange(discovered, request, callback(request))
  }
  test.each([-10, -5, 0, 5, 9])('off by %i minutes: signing in works', async minutes => {
    expect(await exchangeAt(minutes)).toMatchObject({ ok: true })
  })
  test.each([-60, -20, 20, 60, 24 * 60])('off by %i minutes: the person is told so', async minutes => {
    const answer = await exchangeAt(minutes)
    expect(answer).toMatchObject({ ok: false, failure: { code: 'clock_wrong' } })
    expect(!answer.ok && answer.failure.code === 'clock_wrong' && Math.abs(answer.failure.offsetSeconds - minutes * 60)).toBeLessThanOrEqual(2)
  })
  test('off by a day: a refresh works all the same, since its answer must not be lost', async () => {
    const { provider, discovered, request } = await begin(off(0))
    const yesterday = nowSeconds() - 86_400
    forged.token = () => answerWith(signJwt(rs256, { ...goodClaims(request), iat: yesterday, exp: yesterday + 3_600 }, forged.key))
    expect(await provider.refresh(discovered, new Secret('held'))).toMatchObject({ ok: true })
  })
})

describe('a refresh', () => {
  const refresh = async (reply: { status?: number; headers?: Record<string, string>; body: unknown }) => {
    const { provider, discovered } = await begin()
    forged.token = () => reply
    return provider.refresh(discovered, new Secret('held'))
  }
  test('without a new refresh token, ID token or life says so and lasts an hour', async () => {
    const answer = await refresh({ body: { access_token: 'a', token_type: 'bearer' } })
    expect(answer.ok && [answer.value.refreshToken, answer.value.idToken, answer.value.expiresIn]).toEqual([undefined, undefined, 3_600])
  })
  test.each([
    { says: 'the person who signed in', sub: 'ada', gives: { ok: true, value: { isForAnother: false } } },
    { says: 'somebody else', sub: 'eve', gives: { ok: true, value: { isForAnother: true } } },
    { says: 'another sign-in of the same person', sub: 'ada', nonce: 'another', gives: { ok: true, value: { isForAnother: true } } },
    { says: 'no sign-in at all, as it should', sub: 'ada', nonce: null, gives: { ok: true, value: { isForAnother: false } } },
    { says: 'another issuer', sub: 'ada', iss: 'https://evil.example', gives: { ok: false, failure: { code: 'provider_answer_unusable' } } },
  ])('whose ID token names $says is told as such', async ({ sub, iss = forged.issuer, nonce, gives }) => {
    const { provider, discovered, request } = await begin()
    const idToken = (change: object) => signJwt(rs256, { ...goodClaims(request), ...change }, forged.key)
    forged.token = () => answerWith(idToken({ sub, iss, ...(nonce === undefined ? {} : { nonce: nonce ?? undefined }) }))
    expect(await provider.refresh(discovered, new Secret('held'), new Secret(idToken({})))).toMatchObject(gives)
  })
  const refusals: [string, { status?: number; headers?: Record<string, string>; body: unknown }, object][] = [
    ['a revoked session ends it', { status: 400, body: { error: 'invalid_grant' } }, { code: 'grant_refused', error: 'invalid_grant' }],
    ['an unknown client is said', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: { error: 'invalid_client' } }, { code: 'grant_refused', error: 'invalid_client' }],
    ['an unknown client is said without a challenge too', { status: 401, body: { error: 'invalid_client' } }, { code: 'grant_refused', error: 'invalid_client' }],
    ['a passing trouble is no refusal', { status: 400, body: { error: 'temporarily_unavailable' } }, { code: 'provider_unreachable', trouble: 'server_error' }],
    ['5xx waits as long as it is told', { status: 503, headers: { 'retry-after': '120' }, body: {} }, { code: 'provider_unreachable', trouble: 'server_error', retryAfterSeconds: 120 }],
    ['429 waits as long as it is told', { status: 429, headers: { 'retry-after': '7' }, body: {} }, { code: 'provider_unreachable', trouble: 'server_error', retryAfterSeconds: 7 }],
    ['a page stands in the way', { headers: { 'content-type': 'text/html' }, body: '<html>Wi-Fi</html>' }, { code: 'provider_unreachable', trouble: 'captive_portal' }],
    ['a redirect stands in the way', { status: 302, headers: { location: 'http://portal.example/' }, body: '' }, { code: 'provider_unreachable', trouble: 'captive_portal' }],
    ['an empty object is no token', { body: {} }, { code: 'provider_answer_unusable' }],
    ['an array is no token', { body: [] }, { code: 'provider_answer_unusable' }],
    ['broken JSON is no token', { body: '{"access_token":' }, { code: 'provider_answer_unusable' }],
    ['a life that is no number is no life', { body: { access_token: 'a', token_type: 'bearer', expires_in: 'soon' } }, { code: 'provider_answer_unusable' }],
    ['a token of another kind is of no use', { body: { access_token: 'a', token_type: 'mac', expires_in: 1 } }, { code: 'provider_answer_unusable' }],
    ['a 404 is an answer that makes no sense', { status: 404, body: {} }, { code: 'provider_answer_unusable' }],
  ]
  test.each(refusals)('%s', async (_, reply, failure) => {
    expect(await refresh(reply)).toMatchObject({ ok: false, failure })
  })
  test('goes to the moved endpoint after an answer that made no sense', async () => {
    const { provider, discovered } = await begin()
    forged.token = () => ({ status: 404, body: {} })
    expect(await provider.refresh(discovered, new Secret('held'))).toMatchObject({ ok: false })
    const moved = await startForgingProvider()
    moved.token = () => answerWith(undefined)
    forged.metadata = honest => ({ ...honest, token_endpoint: `${moved.issuer}/token` })
    expect(await provider.refresh(discovered, new Secret('held'))).toMatchObject({ ok: true })
    await moved.stop()
  })
  test('of a provider that nobody discovered in this process reads its metadata first', async () => {
    const provider = makeOpenIdClientProvider({ fetch, clock: systemClock })
    forged.token = () => answerWith(undefined)
    expect(await provider.refresh({ issuer: forged.issuer, clientId: CLIENT, issuerHost: 'x', canRevoke: true }, new Secret('held'))).toMatchObject({ ok: true })
  })
})

describe('revoking', () => {
  test('tells the provider, with the hint', async () => {
    const { provider, discovered } = await begin()
    forged.revocation = () => ({ status: 200 })
    expect(await provider.revoke(discovered, new Secret('held'), 'refresh_token')).toBe(true)
    expect(Object.fromEntries(forged.revocations[0] ?? [])).toMatchObject({ token: 'held', token_type_hint: 'refresh_token', client_id: CLIENT })
  })
  test('comes back once where the provider asks for it', async () => {
    const { provider, discovered } = await begin()
    forged.revocation = () => forged.revocations.length === 1 ? { status: 503, headers: { 'retry-after': '0' } } : { status: 200 }
    expect(await provider.revoke(discovered, new Secret('held'), 'refresh_token')).toBe(true)
    expect(forged.revocations).toHaveLength(2)
  })
  test('says false where the provider refuses, has no such endpoint, or is gone', async () => {
    const { provider, discovered } = await begin()
    forged.revocation = () => ({ status: 400 })
    expect(await provider.revoke(discovered, new Secret('held'), 'access_token')).toBe(false)
    forged.metadata = honest => ({ ...honest, revocation_endpoint: undefined })
    const without = await begin()
    expect(await without.provider.revoke(without.discovered, new Secret('held'), 'access_token')).toBe(false)
    const gone = await startForgingProvider()
    await gone.stop()
    expect(await provider.revoke({ issuer: gone.issuer, clientId: CLIENT, issuerHost: 'x', canRevoke: true }, new Secret('held'), 'access_token')).toBe(false)
  })
})

test('nothing that a failure carries is the code, a token or a word of the server', async () => {
  const { provider, discovered, request } = await begin()
  const words: string[] = []
  for (const body of [{ error: 'invalid_grant', error_description: 'canary-description' }, { access_token: 'canary-access' }, 'canary-text']) {
    forged.token = () => ({ status: typeof body === 'object' && 'error' in body ? 400 : 200, body })
    words.push(JSON.stringify(await provider.exchange(discovered, request, callback(request, { code: 'canary-code' }))))
    words.push(JSON.stringify(await provider.exchange(discovered, request, callback(request, { code: 'canary-code', state: 'wrong' }))))
  }
  expect(words.join()).not.toMatch(/canary/)
})
