import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../electron/adapters/clock/system-clock.ts'
import { makeKeysApi } from '../../../electron/adapters/workspace-http/keys-api.ts'
import { makeWorkspaceDoor } from '../../../electron/adapters/workspace-http/workspace-door.ts'
import type { WorkspaceAccess } from '../../../electron/core/api-keys/ports.ts'
import { Secret } from '../../../electron/core/secret.ts'
import type { KeyQuery } from '../../../shared/api-key.ts'
import { succeed } from '../../../shared/outcome.ts'

const ID = '5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11'
const QUERY: KeyQuery = { search: '', statuses: [], sort: { field: 'name', descending: false }, page: 1, size: 50 }
const door = makeWorkspaceDoor({ fetch, clock: systemClock, timeoutMs: 2_000 })
const api = makeKeysApi({ fetch, clock: systemClock, timeoutMs: 2_000 })

let origin: string
let answer: (request: IncomingMessage, response: ServerResponse) => void
const asked: string[] = []
const server = createServer((request, response) => { asked.push(`${String(request.method)} ${String(request.url)}`); answer(request, response) })
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
afterAll(() => { server.closeAllConnections(); server.close() })
beforeEach(() => { asked.length = 0 })

const say = (status: number, body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  (_: IncomingMessage, response: ServerResponse) => { response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body)) }
const access = (): WorkspaceAccess => ({ baseUrl: `${origin}/api/v1`, token: () => Promise.resolve(succeed(new Secret('t'))), renew: () => Promise.resolve(succeed(new Secret('t2'))) })

const attributes = {
  name: 'Acme', slug: 'acme', issuer: 'https://acme.okta.com', clientId: '0oa1', bearerTokenLifetime: 3_600, features: ['rotate'],
  scopes: [{ id: 'read:users', title: 'Read users', description: '', resource: 'users', access: 'read' }],
}
const workspace = (change: object = {}) => ({ data: { id: ID, type: 'workspace', attributes: { ...attributes, ...change } } })

describe('a workspace is found', () => {
  const rows: [string, object][] = [
    ['as the contract has it', {}],
    ['with attributes that we do not know', { colour: 'blue' }],
    ['with its provider on this computer, since it is here too', { issuer: 'http://127.0.0.1:9000' }],
    ['without scopes and features', { scopes: [], features: [] }],
  ]
  test.each(rows)('%s', async (_, change) => {
    answer = say(200, workspace(change))
    expect(await door.find(origin)).toMatchObject({ ok: true, value: { id: ID, name: 'Acme', slug: 'acme', baseUrl: `${origin}/api/v1`, isEmbedded: false } })
    expect(asked).toEqual(['GET /api/v1/workspace'])
  })
  test('with scopes of kinds that we do not know: those are left out', async () => {
    answer = say(200, workspace({ scopes: [...attributes.scopes, { id: 'admin:all', title: 'x', description: '', resource: 'all', access: 'admin' }, 7] }))
    const found = await door.find(origin)
    expect(found.ok && found.value.scopes.map(scope => scope.id)).toEqual(['read:users'])
  })
})

describe('what answers is no workspace', () => {
  const rows: [string, (request: IncomingMessage, response: ServerResponse) => void][] = [
    ['a web site', say(200, '<html>Hello</html>', { 'content-type': 'text/html' })],
    ['a web site that sends on', say(302, '', { location: 'https://www.acme.example/' })],
    ['a service without such a page', say(404, { errors: [] })],
    ['another service', say(200, { hello: 'world' })],
    ['no JSON', say(200, '{', { 'content-type': 'application/json' })],
    ['an empty answer', say(204, '')],
    ['a workspace without an issuer', say(200, workspace({ issuer: undefined }))],
    ['a workspace with an issuer in the clear', say(200, workspace({ issuer: 'http://acme.okta.com' }))],
    ['a workspace with a slug that breaks out of a line', say(200, workspace({ slug: 'acme\n[default]' }))],
    ['a workspace with a name that turns the writing round', say(200, workspace({ name: 'acme\u202eevil' }))],
    ['a workspace with a client id of two words', say(200, workspace({ clientId: 'a b' }))],
    ['a workspace whose id is none', say(200, { data: { ...workspace().data, id: 'x' } })],
    ['something that asks for a password', say(401, '')],
  ]
  test.each(rows)('%s', async (_, handle) => {
    answer = handle
    expect(await door.find(origin)).toMatchObject({ ok: false, failure: { code: 'not_a_workspace', host: new URL(origin).host } })
  })
  test('a workspace out there may not name a provider on this computer', async () => {
    const fromAfar = makeWorkspaceDoor({ fetch: () => Promise.resolve(Response.json(workspace({ issuer: 'http://127.0.0.1:9000' }))), clock: systemClock })
    expect(await fromAfar.find('acme')).toEqual({ ok: false, failure: { code: 'not_a_workspace', host: 'acme.cerby.com' } })
  })
})

describe('nobody fit answers', () => {
  const rows: [string, (request: IncomingMessage, response: ServerResponse) => void, object][] = [
    ['it is out of order', say(500, 'x'), { trouble: 'server_error' }],
    ['its gateway is', say(503, '', { 'retry-after': '30' }), { trouble: 'server_error', retryAfterSeconds: 30 }],
    ['it is asked too much', say(429, {}), { trouble: 'server_error' }],
    ['a network wants a sign-in first', say(511, ''), {}],
    ['the line is cut', (_, response) => { response.destroy() }, { trouble: 'no_answer' }],
  ]
  test.each(rows)('%s', async (_, handle, failure) => {
    answer = handle
    const found = await door.find(origin)
    if ('trouble' in failure) expect(found).toMatchObject({ ok: false, failure: { code: 'workspace_unreachable', ...failure } })
    else expect(found).toMatchObject({ ok: false })
  })
})

const error = (code: string, status: string | number, more: object = {}) => ({ errors: [{ code, title: code, detail: 'A detail.', status, ...more }] })

describe('a refusal is told as what it is', () => {
  const rows: [string, (request: IncomingMessage, response: ServerResponse) => void, object][] = [
    ['a wrong field, by its path', say(400, error('validation_error', '400', { meta: { loc: ['body', 'data', 'attributes', 'name'], msg: 'Too long', type: 'x', ctx: {} } })), { code: 'invalid_input', field: 'name', message: 'Too long' }],
    ['a wrong entry of a list, by the list', say(400, error('validation_error', 400, { meta: { loc: ['body', 'data', 'attributes', 'scopes', 3], msg: 'Unknown' } })), { code: 'invalid_input', field: 'scopes', message: 'Unknown' }],
    ['a wrong request without a path', say(400, error('bad', '400')), { code: 'invalid_input', field: '', message: 'A detail.' }],
    ['a wrong request without words', say(400, ''), { code: 'invalid_input', field: '', message: '' }],
    ['a message of many lines becomes one, cut', say(400, error('bad', 400, { meta: { msg: `a\n\u0007b${'x'.repeat(400)}` } })), { code: 'invalid_input', message: `a b${'x'.repeat(297)}` }],
    ['no credential that counts', say(401, error('unauthorized', 401)), { code: 'sign_in_required' }],
    ['a role that may not', say(403, error('forbidden', '403')), { code: 'not_allowed' }],
    ['no such thing', say(404, error('not_found', 404)), { code: 'not_found' }],
    ['no such route', say(404, 'Not here', { 'content-type': 'text/plain' }), { code: 'unsupported' }],
    ['no such method', say(405, ''), { code: 'unsupported' }],
    ['a taken name', say(409, error('conflict', '409')), { code: 'name_taken' }],
    ['too many requests, with a time', say(429, error('rate', 429), { 'content-type': 'application/json', 'retry-after': '17' }), { code: 'rate_limited', retryAfterSeconds: 17 }],
    ['too many requests, without one', say(429, error('rate', 429)), { code: 'rate_limited', retryAfterSeconds: 300 }],
    ['a bug of theirs', say(500, 'x'), { code: 'workspace_failed', status: 500 }],
    ['a gateway', say(502, '<html>', { 'content-type': 'text/html' }), { code: 'workspace_unreachable', trouble: 'server_error' }],
    ['a page of a Wi-Fi', say(200, '<html>', { 'content-type': 'text/html' }), { code: 'workspace_unreachable', trouble: 'captive_portal' }],
    ['something else than a list', say(200, { data: 'x' }), { code: 'workspace_failed', status: 200 }],
    ['a list without its total', say(200, { data: [] }), { code: 'workspace_failed', status: 200 }],
  ]
  test.each(rows)('%s', async (_, handle, failure) => {
    answer = handle
    expect(await api.list(access(), QUERY)).toMatchObject({ ok: false, failure })
  })

  test('a redirect gets neither token nor body', async () => {
    const stolen: string[] = []
    const thief = createServer((request, response) => { stolen.push(String(request.headers.authorization)); response.end('{}') })
    thief.listen(0, '127.0.0.1')
    await once(thief, 'listening')
    answer = say(307, '', { location: `http://127.0.0.1:${String((thief.address() as AddressInfo).port)}/` })
    expect(await api.storeSecret(access(), 'x', new Secret('value'))).toMatchObject({ ok: false, failure: { code: 'workspace_unreachable', trouble: 'captive_portal' } })
    expect(stolen).toEqual([])
    thief.close()
  })

  test('a server that never answers is given up', async () => {
    answer = () => {}
    expect(await makeKeysApi({ fetch, clock: systemClock, timeoutMs: 50 }).list(access(), QUERY)).toMatchObject({ ok: false, failure: { code: 'workspace_unreachable', trouble: 'no_answer' } })
  })
})

test('a list is asked for exactly as the contract writes it, and ids can break out of no path', async () => {
  answer = say(200, { data: [], meta: { page: { maxSize: 500, total: 0 } } })
  await api.list(access(), { search: 'a b&c', statuses: ['active', 'expired'], scope: 'read:users', sort: { field: 'expiresAt', descending: true }, page: 3, size: 20 })
  const url = new URL(asked[0]?.slice(4) ?? '', origin)
  expect([url.pathname, Object.fromEntries(url.searchParams)]).toEqual(['/api/v1/api-keys', {
    'page[number]': '3', 'page[size]': '20', sort: '-expiresAt', search: 'a b&c', 'filter[status]': 'active,expired', 'filter[scope]': 'read:users',
  }])
  await api.remove(access(), '../secrets?x=1#y')
  expect(asked[1]).toBe('DELETE /api/v1/api-keys/..%2Fsecrets%3Fx%3D1%23y')
})

test('a key is read whatever more it carries; null means never', async () => {
  answer = say(200, { data: { id: 'k1', type: 'apiKey', extra: 1, attributes: {
    name: 'A', prefix: 'crbk_live_abcd', lastFour: 'wxyz', scopes: ['read:users'], createdAt: '2026-11-23T20:15:04.123+01:00', expiresAt: null, lastUsedAt: null, status: 'paused', colour: 'blue',
  } } })
  expect(await api.read(access(), 'k1')).toEqual({ ok: true, value: {
    id: 'k1', name: 'A', prefix: 'crbk_live_abcd', lastFour: 'wxyz', scopes: ['read:users'], createdAt: Date.parse('2026-11-23T19:15:04.123Z'), expiresAt: 'never', lastUsedAt: 'never', status: 'active',
  } })
})
