import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attributes, CheckedApi, enveloped, firstError, idOf, listed } from '../../support/workspace-api.ts'
import { ADA, beginSignIn, setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

const REFUSALS = 40

let workspace: WorkspaceProcess
let api: CheckedApi
let bearer: string
let key: string
let endless: Promise<string>

beforeAll(async () => {
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--kms', 'file', '--refusals-per-address', String(REFUSALS)])
  bearer = (await setUpOwner(workspace.url, workspace.setUpCode ?? '')).accessToken
  api = await CheckedApi.of(workspace.url)
  key = attributes(await api.ask('POST', '/api-keys', { bearer, body: { name: 'Caller', scopes: ['read:users'] } })).key
  // Begun here, since it takes as long as the service waits.
  endless = bytes(`POST /api/v1/api-keys HTTP/1.1\r\nHost: 127.0.0.1:${String(workspace.port)}\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`, false)
})
afterAll(() => workspace.stop())

interface RawAnswer { status: number; headers: IncomingHttpHeaders; text: string }

/** A request with headers that fetch doesn't let one choose. */
async function raw(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<RawAnswer> {
  const asked = httpRequest({ host: '127.0.0.1', port: workspace.port, method, path, headers })
  asked.end(body)
  const [answer] = await once(asked, 'response') as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}

/** Bytes as they are, for a request that no client makes. */
async function bytes(text: string, ends = true): Promise<string> {
  const socket = connect(workspace.port, '127.0.0.1')
  socket.write(text)
  if (ends) socket.end()
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

describe('bodies', () => {
  const generate = (headers: Readonly<Record<string, string>>, body: string) => api.ask('POST', '/api-keys', { bearer, headers, body })
  const good = JSON.stringify(enveloped('apiKey', { name: 'Body', scopes: ['read:users'] }))

  test('larger than 64 KiB are 413', async () => {
    expect(firstError(await generate({}, JSON.stringify({ name: 'x'.repeat(66_000) })))).toMatchObject({ code: 'payload_too_large', status: 413 })
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp'])('of type %s are 415', async type => {
    expect(firstError(await generate({ 'content-type': type }, good))).toMatchObject({ code: 'unsupported_media_type', status: 415 })
  })

  test('without a type are 415', async () => {
    const { status } = await raw('POST', '/api/v1/api-keys', { 'host': `127.0.0.1:${String(workspace.port)}`, 'authorization': `Bearer ${bearer}`, 'content-length': String(good.length) }, good)
    expect(status).toBe(415)
  })

  test.each(['', '{', '[]', 'null', '"text"', '{"data":null}', '{"__proto__":{"name":"x"}}'])('that are %s are 400 and say where', async body => {
    const refused = await generate({}, body)
    expect([refused.status, (firstError(refused)?.meta['loc'] as unknown[])[0]]).toEqual([400, 'body'])
  })

  test.each([{ 'content-length': '0' }, {}])('that are none pass with a type, too (%o)', async length => {
    const made = await api.ask('POST', '/api-keys', { bearer, body: { name: `Bodiless ${Object.keys(length).join('')}`, scopes: ['read:users'] } })
    const headers = { 'host': `127.0.0.1:${String(workspace.port)}`, 'authorization': `Bearer ${bearer}`, 'content-type': 'application/json', ...length }
    expect((await raw('DELETE', `/api/v1/api-keys/${idOf(made)}`, headers)).status).toBe(204)
    const refused = await raw('DELETE', `/api/v1/teams/${idOf(made)}/members`, headers)
    expect(refused.status, refused.text).toBe(400)
  })
})

describe('addresses', () => {
  test('another method is 405 and names those that pass', async () => {
    const refused = await raw('PUT', '/api/v1/users', { host: `127.0.0.1:${String(workspace.port)}`, authorization: `Bearer ${bearer}` })
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, POST'])
  })

  test.each(['/api/v1/nothing', '/api/v1/users/not-a-uuid', '/api/v1/users/..%2f..%2fetc', '/api/v1/%00', '/nothing', '//evil.example/api/v1/users'])('%s is 404, or 400 where it is malformed', async path => {
    const { status, text } = await raw('GET', path, { host: `127.0.0.1:${String(workspace.port)}`, authorization: `Bearer ${bearer}` })
    expect([400, 404]).toContain(status)
    expect(text).not.toMatch(/node_modules|\.ts:\d|at .*\(/)
  })
})

describe('host names', () => {
  const PATHS = ['/api/v1/workspace', '/api/v1/users', '/api/v1/openapi.json', '/.well-known/openid-configuration', '/oidc/jwks', '/admin', '/set-up', '/sign-in/x', '/invitation']
  const foreign = (port: number) => [
    'evil.example', `evil.example:${String(port)}`, '127.0.0.1', 'localhost', `localhost.:${String(port)}`, `0.0.0.0:${String(port)}`, `127.1:${String(port)}`,
    `2130706433:${String(port)}`, `[::ffff:127.0.0.1]:${String(port)}`, `127.0.0.1:${String(port + 1)}`, `127.0.0.1:${String(port)}.evil.example`,
    `127.0.0.1:${String(port)}@evil.example`, `LOCALHOST:${String(port)}`,
  ]

  test('of others are 421 on every route, whatever the credential', async () => {
    for (const host of foreign(workspace.port)) {
      for (const path of PATHS) expect((await raw('GET', path, { host, 'x-api-key': key })).status, `${host} ${path}`).toBe(421)
    }
  })

  test('of ours pass', async () => {
    for (const host of [`127.0.0.1:${String(workspace.port)}`, `localhost:${String(workspace.port)}`]) {
      expect((await raw('GET', '/api/v1/users', { host, 'x-api-key': key })).status).toBe(200)
    }
  })

  test('that are missing, empty, twice there, or in the address itself do not pass', async () => {
    const own = `127.0.0.1:${String(workspace.port)}`
    expect(await bytes('GET /api/v1/workspace HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await bytes('GET /api/v1/workspace HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await bytes(`GET /api/v1/workspace HTTP/1.1\r\nHost: evil.example\r\nHost: ${own}\r\nConnection: close\r\n\r\n`)).not.toMatch(/^HTTP\/1\.1 200 /)
    expect(await bytes(`GET http://evil.example/api/v1/workspace HTTP/1.1\r\nHost: ${own}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /)
  })
})

describe('web pages of others', () => {
  const own = () => ({ host: `127.0.0.1:${String(workspace.port)}` })
  const json = { 'content-type': 'application/json' }

  test.each([
    { says: 'another origin', headers: { origin: 'https://evil.example' } },
    { says: 'a file or a sandboxed frame', headers: { origin: 'null' } },
    { says: 'another port of this machine', headers: { origin: 'http://127.0.0.1:1' } },
    { says: 'no origin, but from another site', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
    { says: 'a page of the same host', headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' } },
  ])('read and change nothing: $says', async ({ headers }) => {
    const count = async () => listed(await api.ask('GET', '/api-keys?page[size]=500', { bearer })).length
    const before = await count()
    const body = JSON.stringify({ name: `Forged ${JSON.stringify(headers)}`.slice(0, 80), scopes: ['read:users'] })
    const answers = await Promise.all([
      raw('GET', '/api/v1/users', { ...own(), ...headers, 'x-api-key': key }),
      raw('POST', '/api/v1/api-keys', { ...own(), ...headers, ...json, authorization: `Bearer ${bearer}` }, body),
      raw('POST', '/admin', { ...own(), ...headers, 'content-type': 'application/x-www-form-urlencoded' }, `email=${ADA.email}&password=x`),
      raw('OPTIONS', '/api/v1/users', { ...own(), ...headers, 'access-control-request-method': 'GET' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    for (const answer of answers) expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control'))).toEqual([])
    expect(await count()).toBe(before)
  })

  test('may link to a page of ours, and to nothing else', async () => {
    const linked = { ...own(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await raw('GET', '/admin', linked)).status).toBe(200)
    expect((await raw('GET', '/api/v1/workspace', linked)).status).toBe(403)
    expect((await raw('POST', '/admin', linked)).status).toBe(403)
  })

  test('not even our own pages call the API', async () => {
    expect((await raw('GET', '/api/v1/workspace', { ...own(), origin: workspace.url })).status).toBe(403)
  })
})

test('a body that never ends is cut off', async () => {
  expect(await endless).toMatch(/^HTTP\/1\.1 408 /)
}, 30_000)

// Last: this address has to wait from then on.
describe('too many tries', () => {
  test('of a password for one account are 429 with Retry-After', async () => {
    const signIn = await beginSignIn(workspace.url)
    const answers: Response[] = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      answers.push(await signIn.browser.ask(signIn.page.url, {
        method: 'POST', body: new URLSearchParams({ email: 'nobody@acme.example', password: 'wrong' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'origin': workspace.url },
      }))
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 401), 429])
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('with bad keys are 429 with Retry-After; a good one passes all the while', async () => {
    const statuses: number[] = []
    let retryAfter = ''
    for (let attempt = 0; attempt < REFUSALS + 5; attempt += 1) {
      const refused = await api.ask('GET', '/users', { key: `crbk_live_${String(attempt).padStart(12, '0')}_nothing` })
      statuses.push(refused.status)
      retryAfter = refused.headers.get('retry-after') ?? retryAfter
    }
    expect(statuses[0]).toBe(401)
    expect(statuses.slice(-5)).toEqual([429, 429, 429, 429, 429])
    expect(Number(retryAfter)).toBeGreaterThan(0)
    expect(Number(retryAfter)).toBeLessThanOrEqual(300)
    expect((await api.ask('GET', '/users', { key })).status).toBe(200)
  })
})
