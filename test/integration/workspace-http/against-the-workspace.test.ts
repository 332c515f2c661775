import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock, systemTimer } from '../../../electron/adapters/clock/system-clock.ts'
import { loopbackRedirect } from '../../../electron/adapters/loopback/loopback-redirect.ts'
import { makeOpenIdClientProvider } from '../../../electron/adapters/oidc/openid-client-provider.ts'
import { makeKeysApi } from '../../../electron/adapters/workspace-http/keys-api.ts'
import { makeWorkspaceDoor } from '../../../electron/adapters/workspace-http/workspace-door.ts'
import { makeKeyFlows } from '../../../electron/core/api-keys/key-flows.ts'
import type { WorkspaceAccess } from '../../../electron/core/api-keys/ports.ts'
import { Secret } from '../../../electron/core/secret.ts'
import type { DiscoveredProvider, TokenAnswer } from '../../../electron/core/session/ports.ts'
import type { KeyQuery } from '../../../shared/api-key.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import { ADA, CookieBrowser } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

function valueOf<T>(outcome: Outcome<T, { code: string }>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure))
  return outcome.value
}

const QUERY: KeyQuery = { search: '', statuses: [], sort: { field: 'createdAt', descending: true }, page: 1, size: 50 }
const door = makeWorkspaceDoor({ fetch, clock: systemClock })
const provider = makeOpenIdClientProvider({ fetch, clock: systemClock })
const api = makeKeysApi({ fetch, clock: systemClock })

let service: WorkspaceProcess
let workspace: Workspace
let discovered: DiscoveredProvider
let tokens: TokenAnswer
let renewals = 0

/** The app's side of a sign-in, with a browser that is a cookie jar. */
async function signIn(): Promise<TokenAnswer> {
  const listener = valueOf(await loopbackRedirect.listen({ host: '127.0.0.1', ports: 'any' }, 30_000))
  const setUp: Record<string, string> = service.setUpCode === undefined ? {} : { setup: service.setUpCode }
  const request = await provider.authorizationRequest(discovered, listener.redirectUri, setUp)
  const answer = listener.answer(request.state)
  const browser = new CookieBrowser()
  const page = await browser.follow(request.url)
  const left = await browser.post(`${page.url}/set-up`, { ...ADA })
  const last = await browser.follow(left.url)
  expect(await last.response?.text()).toContain('You are signed in')
  return valueOf(await provider.exchange(discovered, request, valueOf(await answer)))
}

beforeAll(async () => {
  service = await startWorkspaceProcess(await newDataFolder(), ['--port', '0'])
  workspace = valueOf(await door.find(service.url))
  discovered = valueOf(await provider.discover(workspace.issuer, workspace.clientId))
  tokens = await signIn()
})
afterAll(async () => {
  await service.stop()
  await rm(service.dataFolder, { recursive: true, force: true })
})

const access = (): WorkspaceAccess => ({
  baseUrl: workspace.baseUrl,
  token: () => Promise.resolve(succeed(tokens.accessToken)),
  renew: async () => {
    renewals += 1
    const fresh = await provider.refresh(discovered, tokens.refreshToken ?? new Secret(''))
    if (!fresh.ok) return fail({ code: 'sign_in_required' })
    tokens = fresh.value
    return succeed(tokens.accessToken)
  },
})
const withKey = async (key: string) => (await fetch(`${workspace.baseUrl}/users`, { headers: { 'x-api-key': key } })).status

test('the workspace describes itself, and says who is signed in', async () => {
  expect(workspace).toMatchObject({ baseUrl: `${service.url}/api/v1`, issuer: service.url, bearerTokenLifetimeSeconds: 3_600, isEmbedded: false })
  expect(workspace.scopes.length).toBeGreaterThan(10)
  expect(valueOf(await door.me(workspace, tokens.accessToken))).toMatchObject({ email: ADA.email, name: ADA.name, role: 'owner' })
  expect(await door.me(workspace, new Secret('no-token'))).toEqual({ ok: false, failure: { code: 'sign_in_required' } })
})

test('tokens refresh, rotate, and are revoked', async () => {
  const first = tokens
  const second = valueOf(await provider.refresh(discovered, first.refreshToken ?? new Secret('')))
  expect(second.refreshToken?.expose()).not.toBe(first.refreshToken?.expose())
  tokens = second
  const other = await refreshOnce('never-issued')
  expect(other).toEqual({ ok: false, failure: { code: 'grant_refused', error: 'invalid_grant' } })
})

const refreshOnce = (text: string) => provider.refresh(discovered, new Secret(text))

test('a key is generated, listed, found, renamed, rotated and deleted, and works as long as it should', async () => {
  const attempt = randomUUID()
  const ask = { name: 'Nightly sync', scopes: ['read:users'], expiresAt: 'never' as const }
  const fresh = valueOf(await api.generate(access(), attempt, ask))
  expect(fresh.key).toMatchObject({ name: 'Nightly sync', scopes: ['read:users'], expiresAt: 'never', lastUsedAt: 'never', status: 'active' })
  expect(fresh.plain.expose().startsWith(fresh.key.prefix)).toBe(true)
  expect(await withKey(fresh.plain.expose())).toBe(200)

  const page = valueOf(await api.list(access(), { ...QUERY, search: 'nightly', statuses: ['active'], scope: 'read:users' }))
  expect([page.total, page.keys.map(key => key.id)]).toEqual([1, [fresh.key.id]])
  expect(valueOf(await api.list(access(), { ...QUERY, search: 'nobody' })).total).toBe(0)
  expect(valueOf(await api.read(access(), fresh.key.id))).toMatchObject({ name: 'Nightly sync' })

  expect(valueOf(await api.change(access(), fresh.key.id, { name: 'Daily sync' }))).toMatchObject({ name: 'Daily sync', scopes: ['read:users'] })
  expect(await api.generate(access(), randomUUID(), { ...ask, name: 'Daily sync' })).toEqual({ ok: false, failure: { code: 'name_taken' } })

  const successor = valueOf(await api.rotate(access(), randomUUID(), fresh.key.id, 0))
  expect(successor.key).toMatchObject({ name: 'Daily sync', scopes: ['read:users'] })
  expect([await withKey(fresh.plain.expose()), await withKey(successor.plain.expose())]).toEqual([401, 200])
  expect(await api.rotate(access(), randomUUID(), fresh.key.id, 0)).toMatchObject({ ok: false, failure: { code: 'invalid_input', message: expect.stringContaining('rotated before') as string } })

  expect(await api.remove(access(), successor.key.id)).toEqual({ ok: true, value: null })
  expect(await withKey(successor.plain.expose())).toBe(401)
  expect(await api.read(access(), successor.key.id)).toEqual({ ok: false, failure: { code: 'not_found' } })
  expect(await api.remove(access(), successor.key.id)).toEqual({ ok: false, failure: { code: 'not_found' } })
})

test('what the workspace refuses says where', async () => {
  expect(await api.generate(access(), randomUUID(), { name: 'x', scopes: ['read:nothing'], expiresAt: 'never' })).toMatchObject({ ok: false, failure: { code: 'invalid_input' } })
  expect(await api.change(access(), randomUUID(), { name: 'x' })).toEqual({ ok: false, failure: { code: 'not_found' } })
})

test('a value is stored as a secret', async () => {
  expect(await api.storeSecret(access(), 'Nightly key', new Secret('the-value'))).toEqual({ ok: true, value: null })
})

test('a 401 is answered by one new token and one more try, never two', async () => {
  renewals = 0
  const stale: WorkspaceAccess = { ...access(), token: () => Promise.resolve(succeed(new Secret('stale'))) }
  expect(await api.list(stale, QUERY)).toMatchObject({ ok: true })
  expect(renewals).toBe(1)
  const hopeless: WorkspaceAccess = { ...stale, renew: () => { renewals += 1; return Promise.resolve(succeed(new Secret('stale too'))) } }
  expect(await api.list(hopeless, QUERY)).toEqual({ ok: false, failure: { code: 'sign_in_required' } })
  expect(renewals).toBe(2)
  expect(await api.list({ ...stale, renew: () => Promise.resolve(fail({ code: 'sign_in_required' })) }, QUERY)).toEqual({ ok: false, failure: { code: 'sign_in_required' } })
})

test('the flows over it: an answer that got lost makes no second key, and the key can be copied, stored and is then gone', async () => {
  const connectionId = ConnectionId.parse(randomUUID())
  const copied: string[] = []
  const told: string[] = []
  let loses = true
  const flows = makeKeyFlows({
    api: { ...api, generate: async (...call) => {
      const answer = await api.generate(...call)
      if (!loses) return answer
      loses = false
      return fail({ code: 'workspace_unreachable', host: 'x', trouble: 'no_answer' })
    } },
    accessTo: id => id === connectionId ? succeed(access()) : fail({ code: 'no_such_connection' }),
    clipboard: { put: (_, secret) => { copied.push(secret.expose()); return Promise.resolve(succeed({ clearsAt: systemClock.now() })) }, clear: () => Promise.resolve() },
    envFile: { save: () => Promise.resolve(fail({ code: 'file_not_chosen' })) },
    clock: systemClock, timer: systemTimer, tell: event => told.push(event.kind), newRevealId: randomUUID, revealClosed: () => {},
  })
  const ask = { connectionId, attemptId: randomUUID(), name: 'Lost and found', scopes: ['read:users'], expiry: { kind: 'in' as const, seconds: 3_600 } }
  expect(await flows.generateKey(ask)).toMatchObject({ ok: false, failure: { code: 'workspace_unreachable' } })
  const reveal = valueOf(await flows.generateKey(ask))
  expect(valueOf(await flows.listKeys({ connectionId, query: { ...QUERY, search: 'lost' } })).total).toBe(1)
  expect(await withKey(reveal.plainKey)).toBe(200)
  await flows.copyRevealedKey(reveal)
  expect(copied).toEqual([reveal.plainKey])
  expect(await flows.storeRevealedKey({ revealId: reveal.revealId, name: 'Lost key' })).toEqual({ ok: true, value: null })
  await flows.closeReveal(reveal)
  expect(await flows.copyRevealedKey(reveal)).toEqual({ ok: false, failure: { code: 'reveal_over' } })
  expect(await flows.deleteKey({ connectionId, keyId: reveal.key.id })).toEqual({ ok: true, value: null })
  expect(told).toEqual(['keyMade', 'keysChanged', 'keyDeleted', 'keysChanged'])
})

// Last: nobody is signed in any more.
test('a revoked session does not refresh', async () => {
  const held = tokens.refreshToken ?? new Secret('')
  expect(await provider.revoke(discovered, held, 'refresh_token')).toBe(true)
  expect(await provider.refresh(discovered, held)).toEqual({ ok: false, failure: { code: 'grant_refused', error: 'invalid_grant' } })
})
