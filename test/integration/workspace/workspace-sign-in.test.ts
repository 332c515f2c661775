import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADA, beginSignIn, exchange, setUpOwner, signInAs, type Session } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

let workspace: WorkspaceProcess
let owner: Session
let firstUse: { pages: { withoutCode: string; withCode: string }; wrongCode: number | undefined }

const me = (token: string) => fetch(`${workspace.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })

beforeAll(async () => {
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--token-lifetime', '600', '--kms', 'file'])
  const stranger = await beginSignIn(workspace.url)
  const wrong = await stranger.browser.post(`${stranger.page.url}/set-up`, { ...ADA, setup: 'guess' })
  const invited = await beginSignIn(workspace.url, { setup: workspace.setUpCode ?? '' })
  firstUse = { pages: { withoutCode: stranger.page.text, withCode: invited.page.text }, wrongCode: wrong.response?.status }
  owner = await setUpOwner(workspace.url, workspace.setUpCode ?? '')
})

afterAll(() => workspace.stop())

describe('first use', () => {
  test('without the set-up code the page asks for it, with the code it does not', () => {
    expect(firstUse.pages.withoutCode).toContain('name="setup"')
    expect(firstUse.pages.withCode).toContain('Create the Owner')
    expect(firstUse.pages.withCode).not.toContain('name="setup"')
  })

  test('a wrong code creates nobody', () => {
    expect(firstUse.wrongCode).toBe(422)
  })

  test('the Owner is signed in at once, with a token of the chosen life', async () => {
    expect(owner.expiresIn).toBe(600)
    expect(owner.claims).toMatchObject({ email: ADA.email, name: ADA.name, iss: workspace.url, aud: 'latchkey' })
    const answer = await me(owner.accessToken)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      data: { type: 'user', attributes: { email: ADA.email, name: ADA.name, workspaceRole: 'owner' } },
    })
  })

  test('the set-up code and its file are dead afterwards', async () => {
    const late = await beginSignIn(workspace.url, { setup: workspace.setUpCode ?? '' })
    expect(late.page.text).toContain('Sign in to')
    await expect(readFile(join(workspace.dataFolder, 'set-up-code'), 'utf8')).rejects.toThrow('ENOENT')
    const direct = await fetch(`${workspace.url}/set-up?code=${workspace.setUpCode ?? ''}`)
    expect(await direct.text()).toContain('All set up')
  })
})

describe('signing in', () => {
  test('names the workspace without credentials', async () => {
    const answer = await fetch(`${workspace.url}/api/v1/workspace`)
    expect(await answer.json()).toMatchObject({
      data: { type: 'workspace', attributes: { slug: 'local-workspace', issuer: workspace.url, clientId: 'latchkey', bearerTokenLifetime: 600 } },
    })
  })

  test('works with the right password, every time anew', async () => {
    const session = await signInAs(workspace.url)
    expect((await me(session.accessToken)).status).toBe(200)
  })

  test('says the same of a wrong password and of an unknown address', async () => {
    const signIn = await beginSignIn(workspace.url)
    const wrong = await signIn.browser.post(signIn.page.url, { email: ADA.email, password: 'not this one' })
    const unknown = await signIn.browser.post(signIn.page.url, { email: 'nobody@acme.example', password: 'not this one' })
    expect([wrong.response?.status, unknown.response?.status]).toEqual([401, 401])
    const text = await wrong.response?.text() ?? ''
    expect(text).toContain('Email or password is wrong.')
    expect(text).not.toContain('not this one')
    expect((await unknown.response?.text() ?? '').replaceAll('nobody@acme.example', ADA.email)).toBe(text)
  })

  test('keeps nothing in the browser that signs in again by itself', async () => {
    const signIn = await beginSignIn(workspace.url)
    const done = await signIn.browser.post(signIn.page.url, { email: ADA.email, password: ADA.password })
    await exchange(signIn, done.url)
    const url = oidc.buildAuthorizationUrl(signIn.configuration, {
      redirect_uri: 'http://127.0.0.1:49153/callback', scope: 'openid', code_challenge: await oidc.calculatePKCECodeChallenge('x'.repeat(43)),
      code_challenge_method: 'S256', state: 'again',
    })
    const again = await signIn.browser.follow(url.toString())
    expect(await again.response?.text()).toContain('Sign in to')
  })

  test('sets cookies that scripts and other sites do not get, gone with the browser', async () => {
    const signIn = await beginSignIn(workspace.url)
    const done = await signIn.browser.ask(signIn.page.url, {
      method: 'POST', body: new URLSearchParams({ email: ADA.email, password: ADA.password }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: workspace.url },
    })
    const resumed = await signIn.browser.ask(new URL(done.headers.get('location') ?? '', workspace.url).toString())
    const session = resumed.headers.getSetCookie().filter(line => /_session(\.sig)?=[^;]/.test(line))
    expect(session.length).toBeGreaterThan(0)
    for (const line of session) {
      expect(line).toMatch(/; samesite=lax; httponly/i)
      expect(line).not.toMatch(/expires=/i)
    }
  })

  test('canceling tells the app access_denied', async () => {
    const signIn = await beginSignIn(workspace.url)
    const done = await signIn.browser.post(`${signIn.page.url}/cancel`, {})
    expect(new URL(done.url).searchParams.get('error')).toBe('access_denied')
    expect(new URL(done.url).searchParams.get('iss')).toBe(workspace.url)
  })

  test('the page of one browser is closed to another', async () => {
    const signIn = await beginSignIn(workspace.url)
    const other = await fetch(signIn.page.url)
    expect(other.status).toBe(400)
    expect(await other.text()).toContain('This sign-in has ended')
  })

  test('pages run no script, and nobody frames them', async () => {
    const signIn = await beginSignIn(workspace.url)
    const page = await signIn.browser.ask(signIn.page.url)
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://127.0.0.1:49152; base-uri 'none'; frame-ancestors 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).not.toContain('<script')
  })

  test.each([
    { says: 'without PKCE', params: { code_challenge: undefined, code_challenge_method: undefined }, error: 'invalid_request' },
    { says: 'with plain PKCE', params: { code_challenge_method: 'plain' }, error: 'invalid_request' },
    { says: 'for an implicit token', params: { response_type: 'id_token' }, error: 'unsupported_response_type' },
  ])('refuses a request $says', async ({ params, error }) => {
    const url = new URL(`${workspace.url}/oidc/authorize`)
    const asked = {
      client_id: 'latchkey', response_type: 'code', redirect_uri: 'http://127.0.0.1:50000/callback', scope: 'openid', state: 's', nonce: 'n',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256', ...params,
    }
    for (const [name, value] of Object.entries(asked)) if (value !== undefined) url.searchParams.set(name, value)
    const answer = await fetch(url, { redirect: 'manual' })
    const location = new URL(answer.headers.get('location') ?? '', workspace.url)
    const said = new URLSearchParams(location.search === '' ? location.hash.slice(1) : location.search)
    expect([said.get('error'), location.origin]).toEqual([error, 'http://127.0.0.1:50000'])
  })

  test.each([
    { uri: 'http://127.0.0.1:1024/callback', passes: true },
    { uri: 'http://127.0.0.1/callback', passes: true },
    { uri: 'http://localhost:5555/callback', passes: true },
    { uri: 'http://[::1]:5555/callback', passes: true },
    { uri: 'http://127.0.0.1:1024/other', passes: false },
    { uri: 'http://127.0.0.2:1024/callback', passes: false },
    { uri: 'https://127.0.0.1:1024/callback', passes: false },
    { uri: 'http://evil.example/callback', passes: false },
  ])('redirects to $uri: $passes', async ({ uri, passes }) => {
    const url = new URL(`${workspace.url}/oidc/authorize`)
    url.search = new URLSearchParams({
      client_id: 'latchkey', response_type: 'code', redirect_uri: uri, scope: 'openid', state: 's',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
    }).toString()
    const answer = await fetch(url, { redirect: 'manual' })
    expect(answer.status).toBe(passes ? 303 : 400)
    if (!passes) expect(await answer.text()).toContain('This sign-in can’t go on')
  })
})

describe('tokens', () => {
  test('a refresh gives new ones, and the old bearer token lives out its time', async () => {
    const session = await signInAs(workspace.url)
    const renewed = await oidc.refreshTokenGrant(session.configuration, session.refreshToken)
    expect(renewed.refresh_token).not.toBe(session.refreshToken)
    expect(renewed.expires_in).toBe(600)
    expect([(await me(renewed.access_token)).status, (await me(session.accessToken)).status]).toEqual([200, 200])
  })

  test('a refresh token that is used twice ends the whole session', async () => {
    const session = await signInAs(workspace.url)
    const renewed = await oidc.refreshTokenGrant(session.configuration, session.refreshToken)
    await expect(oidc.refreshTokenGrant(session.configuration, session.refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(oidc.refreshTokenGrant(session.configuration, renewed.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await me(renewed.access_token)).status).toBe(401)
  })

  test('revoking the refresh token ends its bearer tokens too', async () => {
    const session = await signInAs(workspace.url)
    await oidc.tokenRevocation(session.configuration, session.refreshToken, { token_type_hint: 'refresh_token' })
    expect((await me(session.accessToken)).status).toBe(401)
    await expect(oidc.refreshTokenGrant(session.configuration, session.refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('a code works once, and with its own verifier only', async () => {
    const one = await beginSignIn(workspace.url)
    const two = await beginSignIn(workspace.url)
    const done = await one.browser.post(one.page.url, { email: ADA.email, password: ADA.password })
    await expect(exchange({ ...one, verifier: two.verifier }, done.url)).rejects.toMatchObject({ error: 'invalid_grant' })
    const tokens = await exchange(one, done.url)
    await expect(exchange(one, done.url)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await me(tokens.access_token)).status).toBe(401)
  })

  test('another audience is refused', async () => {
    const session = await signInAs(workspace.url)
    await expect(oidc.refreshTokenGrant(session.configuration, session.refreshToken, { resource: 'https://other.example/api' }))
      .rejects.toMatchObject({ error: 'invalid_target' })
  })
})

describe('the data folder', () => {
  test('belongs to its owner alone', async () => {
    const mode = async (path: string) => (await stat(path)).mode & 0o777
    expect(await mode(workspace.dataFolder)).toBe(0o700)
    expect(await mode(join(workspace.dataFolder, 'root.key'))).toBe(0o600)
  })

  test('keeps people, sessions, keys and the port over a restart; nothing secret is printed', async () => {
    const session = await signInAs(workspace.url)
    const { port } = workspace
    expect(await workspace.stop()).toBe(0)
    const printed = workspace.output()
    workspace = await startWorkspaceProcess(workspace.dataFolder, ['--token-lifetime', '600'])
    expect(workspace.port).toBe(port)
    expect(workspace.setUpCode).toBeUndefined()
    expect((await me(session.accessToken)).status).toBe(200)
    const renewed = await oidc.refreshTokenGrant(session.configuration, session.refreshToken)
    expect((await me(renewed.access_token)).status).toBe(200)
    for (const secret of [session.accessToken, session.refreshToken, ADA.password]) expect(printed + workspace.output()).not.toContain(secret)
  })
})
