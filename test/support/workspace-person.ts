import * as oidc from 'openid-client'

const OAUTH_CALLBACK = 'http://127.0.0.1:49152/callback'

/** A browser as a server sees one: it keeps cookies, follows redirects on request, and posts forms. */
export class CookieBrowser {
  readonly #cookies = new Map<string, string>()

  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers as Record<string, string>, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...flags] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (flags.some(flag => /expires=Thu, 01 Jan 1970/i.test(flag))) this.#cookies.delete(name)
      else this.#cookies.set(name, value.join('='))
    }
    return response
  }

  /** Goes on until an answer is no redirect, or leads away from this service. */
  async follow(url: string, init: RequestInit = {}): Promise<{ url: string; response: Response | undefined }> {
    const { origin } = new URL(url)
    let response = await this.ask(url, init)
    let at = url
    while (response.headers.has('location')) {
      at = new URL(response.headers.get('location') ?? '', at).toString()
      if (new URL(at).origin !== origin) return { url: at, response: undefined }
      response = await this.ask(at)
    }
    return { url: at, response }
  }

  post(url: string, fields: Readonly<Record<string, string>>): Promise<{ url: string; response: Response | undefined }> {
    return this.follow(url, {
      method: 'POST', body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
    })
  }

  cookieNames(): string[] {
    return [...this.#cookies.keys()]
  }
}

export interface SignIn {
  configuration: oidc.Configuration
  browser: CookieBrowser
  /** The page on which the person signs in, or sets up. */
  page: { url: string; text: string }
  verifier: string
  state: string
  nonce: string
}

export interface Person { email: string; name: string; password: string }

export const ADA: Person = { email: 'ada@acme.example', name: 'Ada Lovelace', password: 'correct horse battery' }

/** Begins a sign-in as the app does: discovery, code + PKCE, and the first page in the browser. */
export async function beginSignIn(origin: string, extra: Readonly<Record<string, string>> = {}): Promise<SignIn> {
  const configuration = await oidc.discovery(new URL(origin), 'latchkey', undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] })
  const verifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: OAUTH_CALLBACK, scope: 'openid profile email offline_access', code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256', state, nonce, ...extra,
  })
  const browser = new CookieBrowser()
  const first = await browser.follow(url.toString())
  return { configuration, browser, page: { url: first.url, text: await first.response?.text() ?? '' }, verifier, state, nonce }
}

/** The last step: the app takes the redirect and exchanges the code. */
export function exchange(signIn: SignIn, callback: string): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
  return oidc.authorizationCodeGrant(signIn.configuration, new URL(callback), {
    pkceCodeVerifier: signIn.verifier, expectedState: signIn.state, expectedNonce: signIn.nonce, idTokenExpected: true,
  })
}

export interface Session {
  configuration: oidc.Configuration
  accessToken: string
  refreshToken: string
  expiresIn: number
  claims: oidc.IDToken | undefined
}

async function finish(signIn: SignIn, callback: string): Promise<Session> {
  const tokens = await exchange(signIn, callback)
  return {
    configuration: signIn.configuration, accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? '', expiresIn: tokens.expires_in ?? 0,
    claims: tokens.claims(),
  }
}

/** Creates the Owner in the course of a first sign-in, with the set-up code in the address as the app puts it. */
export async function setUpOwner(origin: string, setup: string, person: Person = ADA): Promise<Session> {
  const signIn = await beginSignIn(origin, { setup })
  const done = await signIn.browser.post(`${signIn.page.url}/set-up`, { ...person })
  return finish(signIn, done.url)
}

/** Signs in with a password. */
export async function signInAs(origin: string, person: Person = ADA): Promise<Session> {
  const signIn = await beginSignIn(origin)
  const done = await signIn.browser.post(signIn.page.url, { email: person.email, password: person.password })
  return finish(signIn, done.url)
}
