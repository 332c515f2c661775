import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider'

/*
 * A workspace for the refresh engine: a real OpenID provider over HTTP that rotates refresh tokens and ends a session when
 * a spent one comes again, the two endpoints that signing in needs, and trouble on request.
 */

export interface SessionService {
  url: string
  /** What came in: token requests, of which each authorization code explains one. */
  requests: { readonly refresh: number; readonly codes: number; revocation: number }
  trouble: {
    /** Answers the next token requests with this instead. */
    status: { code: number; headers?: Record<string, string> } | undefined
    /** Takes token requests and never answers. */
    hangs: boolean
    /** Does what was asked, and then cuts the connection: this many more times. */
    answersToLose: number
    /** Waits so long before a token request is handled, in milliseconds. */
    delayMs: number
    /** Makes tokens out to this person, whoever asked. */
    answersFor: string | undefined
  }
  /** Whether the workspace takes this bearer token. */
  accepts(token: string | undefined): Promise<boolean>
  close(): Promise<void>
}

export interface SessionServiceOptions {
  /** Of bearer tokens, in seconds. */
  life?: number
  /** How long a spent refresh token is still taken. */
  graceMs?: number
}

const WORKSPACE_ID = '6f0f2f5e-3d3b-4c59-9a53-5b0f3e1f0a01'

export async function startSessionService({ life = 3600, graceMs = 0 }: SessionServiceOptions = {}): Promise<SessionService> {
  const requests = {
    token: 0, codes: 0, revocation: 0,
    get refresh() { return this.token - this.codes },
  }
  const trouble: SessionService['trouble'] = { status: undefined, hangs: false, answersToLose: 0, delayMs: 0, answersFor: undefined }
  const server = createServer((request, response) => { void handle(request, response) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const provider = new Provider(url, { ...configuration(life, memoryAdapter(graceMs), id => trouble.answersFor ?? id), jwks: await signingKeys() })
  const callback = provider.callback()
  provider.on('authorization.success', () => { requests.codes += 1 })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path === '/api/v1/workspace') return json(response, 200, { data: { id: WORKSPACE_ID, type: 'workspace', attributes: {
      name: 'Acme', slug: 'acme', issuer: url, clientId: 'latchkey', bearerTokenLifetime: life, scopes: [], features: [] } } })
    if (path === '/api/v1/me') return me(request, response)
    if (path.startsWith('/person/')) {
      await provider.interactionFinished(request, response, { login: { accountId: 'ada' }, consent: {} })
      return
    }
    if (path === '/token' && !(await isTokenRequestWell(request, response))) return
    if (path === '/token/revocation') requests.revocation += 1
    void callback(request, response)
  }

  async function isTokenRequestWell(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    requests.token += 1
    if (trouble.hangs) return false
    if (trouble.delayMs > 0) await new Promise(resolve => { setTimeout(resolve, trouble.delayMs) })
    if (trouble.status !== undefined) {
      response.writeHead(trouble.status.code, trouble.status.headers ?? {}).end()
      return false
    }
    if (trouble.answersToLose > 0) {
      trouble.answersToLose -= 1
      response.end = () => { request.socket.destroy(); return response }
    }
    return true
  }

  async function accepts(token: string | undefined): Promise<boolean> {
    return token !== undefined && (await provider.AccessToken.find(token)) !== undefined
  }

  async function me(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = request.headers.authorization?.replace(/^Bearer /, '')
    if (!(await accepts(token))) return json(response, 401, { errors: [{ code: 'unauthorized', title: 'Unauthorized', detail: 'Unable to access resource.', status: 401 }] })
    return json(response, 200, { data: { id: 'ada', type: 'user', attributes: { email: 'ada@acme.example', name: 'Ada', workspaceRole: 'owner' } } })
  }

  return {
    url, requests, trouble, accepts,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function signingKeys(): Promise<{ keys: JWK[] }> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }] }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function configuration(life: number, adapter: (model: string) => Adapter, subjectOf: (id: string) => string): Configuration {
  return {
    adapter,
    clients: [{
      client_id: 'latchkey', application_type: 'native', token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'], redirect_uris: ['http://127.0.0.1/callback'],
    }],
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true, allowedPolicy: () => Promise.resolve(true) } },
    interactions: { url: (_ctx, interaction) => `/person/${interaction.uid}` },
    findAccount: (_ctx, id) => ({ accountId: subjectOf(id), claims: () => ({ sub: subjectOf(id) }) }),
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email offline_access')
      await grant.save()
      return grant
    },
    rotateRefreshToken: true,
    issueRefreshToken: () => Promise.resolve(true),
    expiresWithSession: () => false,
    ttl: { AccessToken: life, AuthorizationCode: 60, IdToken: 3600, Interaction: 600, Session: 600, Grant: 86_400, RefreshToken: 86_400 },
  }
}

/** Everything in memory; a spent refresh token looks unspent for a while where there is grace. */
function memoryAdapter(graceMs: number): (model: string) => Adapter {
  const rows = new Map<string, AdapterPayload>()
  const consumedAt = new Map<string, number>()
  return model => {
    const key = (id: string) => `${model}:${id}`
    const read = (id: string): AdapterPayload | undefined => {
      const row = rows.get(key(id))
      const spent = consumedAt.get(key(id))
      return row === undefined || spent === undefined || Date.now() - spent < graceMs ? row : { ...row, consumed: Math.floor(spent / 1000) }
    }
    return {
      upsert: (id, payload) => Promise.resolve(void rows.set(key(id), payload)),
      find: id => Promise.resolve(read(id)),
      findByUserCode: () => Promise.resolve(undefined),
      findByUid: uid => Promise.resolve([...rows.values()].find(row => row.uid === uid)),
      consume: id => Promise.resolve(void consumedAt.set(key(id), Date.now())),
      destroy: id => Promise.resolve(void rows.delete(key(id))),
      revokeByGrantId: grantId => {
        for (const [name, row] of rows) if (row.grantId === grantId) rows.delete(name)
        return Promise.resolve()
      },
    }
  }
}
