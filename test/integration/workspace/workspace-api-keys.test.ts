import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attributes, CheckedApi, enveloped, firstError, idOf, listed, type ApiAnswer } from '../../support/workspace-api.ts'
import { setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

let workspace: WorkspaceProcess
let api: CheckedApi
let bearer: string
const canaries: string[] = []

async function generate(name: string, more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
  const made = await api.ask('POST', '/api-keys', { bearer, headers, body: enveloped('apiKey', { name, scopes: ['read:users'], ...more }) })
  if (made.status === 201) canaries.push(attributes(made).key)
  return made
}
const users = (key: string) => api.ask('GET', '/users', { key })
const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

beforeAll(async () => {
  workspace = await startWorkspaceProcess(await newDataFolder())
  const owner = await setUpOwner(workspace.url, workspace.setUpCode ?? '')
  bearer = owner.accessToken
  canaries.push(owner.accessToken, owner.refreshToken)
  api = await CheckedApi.of(workspace.url)
})
afterAll(() => workspace.stop())

describe('a key', () => {
  test('is shown once, works at once, and is refused from its deletion on', async () => {
    const made = await generate('Story')
    expect(made.status).toBe(201)
    const { key, ...shown } = attributes(made)
    expect(key).toMatch(/^crbk_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/)
    expect(shown).toMatchObject({ name: 'Story', scopes: ['read:users'], expiresAt: null, lastUsedAt: null, status: 'active', lastFour: key.slice(-4) })
    expect(made.headers.get('cache-control')).toBe('no-store')
    expect((await users(key)).status).toBe(200)
    const read = await api.ask('GET', `/api-keys/${idOf(made)}`, { bearer })
    expect(JSON.stringify(read.body)).not.toContain(key)
    expect((await api.ask('DELETE', `/api-keys/${idOf(made)}`, { bearer })).status).toBe(204)
    expect((await users(key)).status).toBe(401)
    expect((await api.ask('GET', `/api-keys/${idOf(made)}`, { bearer })).status).toBe(404)
    expect((await api.ask('DELETE', `/api-keys/${idOf(made)}`, { bearer })).status).toBe(404)
  })

  test('takes its attributes without the envelope too', async () => {
    const made = await api.ask('POST', '/api-keys', { bearer, body: { name: 'Bare', scopes: ['read:users'], expiresAt: null } })
    expect(made.status).toBe(201)
  })

  test.each([
    { says: 'no scope', body: { name: 'x', scopes: [] }, loc: ['body', 'data', 'attributes', 'scopes'], type: 'too_short' },
    { says: 'an unknown scope', body: { name: 'x', scopes: ['read:minds'] }, loc: ['body', 'data', 'attributes', 'scopes', 0], type: 'enum' },
    { says: 'no name', body: { scopes: ['read:users'] }, loc: ['body', 'data', 'attributes', 'name'], type: 'missing' },
    { says: 'an empty name', body: { name: '  ', scopes: ['read:users'] }, loc: ['body', 'data', 'attributes', 'name'], type: 'value_error' },
    { says: 'a name of 81', body: { name: 'ä'.repeat(81), scopes: ['read:users'] }, loc: ['body', 'data', 'attributes', 'name'], type: 'value_error' },
    { says: 'a control character', body: { name: 'a\u0007b', scopes: ['read:users'] }, loc: ['body', 'data', 'attributes', 'name'], type: 'value_error' },
    { says: 'a turned text', body: { name: 'a\u202eb', scopes: ['read:users'] }, loc: ['body', 'data', 'attributes', 'name'], type: 'value_error' },
    { says: 'an unknown attribute', body: { name: 'x', scopes: ['read:users'], key: 'mine' }, loc: ['body', 'data', 'attributes', 'key'], type: 'extra_forbidden' },
    { says: 'a time past', body: { name: 'x', scopes: ['read:users'], expiresAt: '2020-01-01T00:00:00Z' }, loc: ['body', 'data', 'attributes', 'expiresAt'], type: 'date_from_past' },
    { says: 'a time that is none', body: { name: 'x', scopes: ['read:users'], expiresAt: 'soon' }, loc: ['body', 'data', 'attributes', 'expiresAt'], type: 'invalid_union' },
  ])('is not made with $says', async ({ body, loc, type }) => {
    const refused = await api.ask('POST', '/api-keys', { bearer, body: enveloped('apiKey', body) })
    expect(refused.status).toBe(400)
    expect(firstError(refused)).toMatchObject({ code: 'validation_error', status: '400' })
    expect(firstError(refused)?.meta['loc']).toEqual(loc)
    if (type !== 'invalid_union') expect(firstError(refused)?.meta['type']).toBe(type)
  })

  test.each(['ключ', '鍵 🔑', 'ä'.repeat(80), 'مفتاح'])('may be called %s', async name => {
    const made = await generate(name)
    expect(attributes(made)['name']).toBe(name)
  })

  test('has a name that no other of your keys has, whatever its case', async () => {
    await generate('Only one')
    expect((await generate('ONLY ONE')).status).toBe(409)
  })

  test('expires to the second', async () => {
    const end = Math.ceil(Date.now() / 1000) * 1000 + 1000
    const key = attributes(await generate('Short', { expiresAt: new Date(end).toISOString() })).key
    expect((await users(key)).status).toBe(200)
    await new Promise(resolve => setTimeout(resolve, Math.max(0, end - Date.now() - 60)))
    if (Date.now() < end - 20) expect((await users(key)).status).toBe(200)
    await new Promise(resolve => setTimeout(resolve, Math.max(0, end - Date.now())))
    expect((await users(key)).status).toBe(401)
    const kept = listed(await api.ask('GET', '/api-keys?search=Short', { bearer }))[0]
    expect(kept?.attributes['status']).toBe('expired')
  })

  test('reaches what its scopes name, changed ones from the next request on', async () => {
    const made = await generate('Scoped')
    const { key } = attributes(made)
    expect((await api.ask('GET', '/accounts', { key })).status).toBe(401)
    const changed = await api.ask('PATCH', `/api-keys/${idOf(made)}`, { bearer, body: enveloped('apiKey', { scopes: ['read:accounts'], name: 'Scoped anew' }) })
    expect(attributes(changed)).toMatchObject({ name: 'Scoped anew', scopes: ['read:accounts'] })
    expect([(await api.ask('GET', '/accounts', { key })).status, (await users(key)).status]).toEqual([200, 401])
  })

  test('cannot manage keys, whatever its scopes', async () => {
    const all = attributes(await api.ask('GET', '/workspace'))['scopes'] as { id: string }[]
    const key = attributes(await generate('Mighty', { scopes: all.map(({ id }) => id) })).key
    expect((await api.ask('GET', '/api-keys', { key })).status).toBe(401)
    expect((await api.ask('GET', '/me', { key })).status).toBe(401)
    expect((await api.ask('POST', '/api-keys', { key, body: enveloped('apiKey', { name: 'y', scopes: ['read:users'] }) })).status).toBe(401)
  })

  test.each([
    { says: 'one character changed', make: (key: string) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A') },
    { says: 'cut short', make: (key: string) => key.slice(0, -1) },
    { says: 'in capitals', make: (key: string) => key.toUpperCase() },
    { says: 'with spaces in it', make: (key: string) => key.replace('_', ' _') },
    { says: 'nothing at all', make: () => '' },
  ])('is refused with one body: $says', async ({ make }) => {
    const key = canaries.find(canary => canary.startsWith('crbk_')) ?? ''
    const refused = await users(make(key))
    expect(refused.status).toBe(401)
    expect(refused.body).toEqual({ errors: [{ code: 'unauthorized', title: 'Unauthorized', detail: 'Unable to access resource.', status: 401, meta: {} }] })
  })
})

describe('rotation', () => {
  test('gives a second key at once; the first lives for the overlap', async () => {
    const made = await generate('Turning', { expiresAt: soon(3600) })
    const old = attributes(made).key
    const rotated = await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, { bearer, body: enveloped('apiKey', { overlapSeconds: 2 }) })
    expect(rotated.status).toBe(201)
    canaries.push(attributes(rotated).key)
    expect(attributes(rotated)).toMatchObject({ name: 'Turning', scopes: ['read:users'] })
    expect([(await users(old)).status, (await users(attributes(rotated).key)).status]).toEqual([200, 200])
    await expect.poll(async () => (await users(old)).status, { timeout: 5000, interval: 100 }).toBe(401)
    expect((await users(attributes(rotated).key)).status).toBe(200)
    const again = await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, { bearer, body: enveloped('apiKey', { overlapSeconds: 2 }) })
    expect(again.status).toBe(409)
  })

  test('without overlap the first dies with it', async () => {
    const made = await generate('Abrupt')
    await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, { bearer, body: { overlapSeconds: 0 } })
    expect((await users(attributes(made).key)).status).toBe(401)
  })

  test.each([-1, 700_000, 1.5, 'ten'])('takes no overlap of %s', async overlapSeconds => {
    const made = await generate(`Overlap ${String(overlapSeconds)}`)
    expect((await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, { bearer, body: { overlapSeconds } })).status).toBe(400)
  })
})

describe('Idempotency-Key', () => {
  test('makes one key however often it comes; the last text is the one that works', async () => {
    const headers = { 'idempotency-key': 'attempt-1' }
    const first = await generate('Once', {}, headers)
    const second = await generate('Once', {}, headers)
    expect([first.status, second.status, idOf(second)]).toEqual([201, 201, idOf(first)])
    expect(attributes(second).key).not.toBe(attributes(first).key)
    expect([(await users(attributes(first).key)).status, (await users(attributes(second).key)).status]).toEqual([401, 200])
    expect(listed(await api.ask('GET', '/api-keys?search=Once', { bearer }))).toHaveLength(1)
  })

  test('belongs to its request: another one with it is a conflict', async () => {
    const headers = { 'idempotency-key': 'attempt-2' }
    await generate('Two', {}, headers)
    expect((await generate('Three', {}, headers)).status).toBe(409)
  })

  test('rotates once', async () => {
    const made = await generate('Turn once')
    const ask = { bearer, body: { overlapSeconds: 60 }, headers: { 'idempotency-key': 'attempt-3' } }
    const first = await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, ask)
    const second = await api.ask('POST', `/api-keys/${idOf(made)}/rotate`, ask)
    expect([first.status, second.status, idOf(second)]).toEqual([201, 201, idOf(first)])
  })

  test('is a 400 where it is no visible ASCII', async () => {
    expect((await generate('Four', {}, { 'idempotency-key': 'a b' })).status).toBe(400)
  })
})

describe('the list', () => {
  beforeAll(async () => {
    for (let index = 1; index <= 12; index += 1) await generate(`List ${String(index)}`, { expiresAt: soon(index * 100 * 24 * 3600) })
  })

  test('pages, with links that lead on and back', async () => {
    const first = await api.ask('GET', '/api-keys?search=List&sort=name&page[size]=5', { bearer })
    expect(listed(first).map(({ attributes: { name } }) => name)).toEqual(['List 1', 'List 2', 'List 3', 'List 4', 'List 5'])
    const { links, meta } = first.body as { links: { next: string; previous: null }; meta: { page: { total: number } } }
    expect([links.previous, meta.page.total]).toEqual([null, 12])
    const next = new URL(links.next)
    const second = await api.ask('GET', `${next.pathname.replace('/api/v1', '')}${next.search}`, { bearer })
    expect(listed(second).map(({ attributes: { name } }) => name)).toEqual(['List 6', 'List 7', 'List 8', 'List 9', 'List 10'])
  })

  test.each([
    { sort: 'createdAt', first: 'List 1' }, { sort: '-createdAt', first: 'List 12' }, { sort: '-created_at', first: 'List 12' },
    { sort: 'expiresAt', first: 'List 1' }, { sort: '-expiresAt', first: 'List 12' }, { sort: '-name', first: 'List 12' },
  ])('sorts by $sort', async ({ sort, first }) => {
    const answer = await api.ask('GET', `/api-keys?search=List&sort=${sort}`, { bearer })
    expect(listed(answer)[0]?.attributes['name']).toBe(first)
  })

  test('sorts unfiltered lists the same way', async () => {
    const times = listed(await api.ask('GET', '/api-keys?sort=-expiresAt&page[size]=500', { bearer })).map(({ attributes: { expiresAt } }) => expiresAt)
    const ends = times.map(time => (typeof time === 'string' ? Date.parse(time) : Infinity))
    expect(ends).toEqual([...ends].sort((a, b) => (a === b ? 0 : b - a)))
  })

  test('filters by status', async () => {
    const expiring = listed(await api.ask('GET', '/api-keys?filter[status]=expired,expiring&page[size]=500', { bearer }))
    expect(new Set(expiring.map(({ attributes: { status } }) => status)).has('active')).toBe(false)
    expect(expiring.length).toBeGreaterThan(0)
  })

  test.each(['active', 'expiring', 'expired', 'expired,active'])('finds the same keys that are %s by time, where the database sorts, and by name, where it can\'t', async status => {
    const found = async (sort: string) => listed(await api.ask('GET', `/api-keys?filter[status]=${status}&sort=${sort}&page[size]=500`, { bearer })).map(({ id }) => id).toSorted()
    expect(await found('expiresAt')).toEqual(await found('name'))
    expect(await found('-expiresAt')).not.toEqual([])
  })

  test.each(['sort=colour', 'page[size]=0', 'page[size]=501', 'page[number]=-1', 'filter[colour]=red', 'filter[status]=lost'])('refuses %s', async text => {
    const refused = await api.ask('GET', `/api-keys?${text}`, { bearer })
    expect([refused.status, (firstError(refused)?.meta['loc'] as string[])[0]]).toEqual([400, 'query'])
  })
})

describe('beside keys', () => {
  test('a fresh key becomes a secret that only its owner reads', async () => {
    const key = attributes(await generate('For the safe')).key
    const stored = await api.ask('POST', '/secrets', { bearer, body: enveloped('secret', { name: 'CI key', category: 'text', value: key }) })
    expect(stored.status).toBe(201)
    expect(JSON.stringify(stored.body)).not.toContain(key)
    canaries.push('CI key')
    const read = await api.ask('GET', `/secrets/${idOf(stored)}`, { bearer })
    expect(attributes(read)).toMatchObject({ name: 'CI key', category: 'text', value: key })
    const reader = attributes(await generate('Reads secrets', { scopes: ['read:secrets'] })).key
    expect(attributes(await api.ask('GET', `/secrets/${idOf(stored)}`, { key: reader }))['value']).toBe(key)
    expect(JSON.stringify((await api.ask('GET', '/secrets', { key: reader })).body)).not.toContain(key)
  })

  test('the log tells who did what, and never a key', async () => {
    const made = await generate('Told')
    await api.ask('PATCH', `/api-keys/${idOf(made)}`, { bearer, body: { scopes: ['read:teams'] } })
    await api.ask('DELETE', `/api-keys/${idOf(made)}`, { bearer })
    const log = await api.ask('GET', '/activities?page[size]=500', { bearer })
    const told = listed(log).filter(({ attributes: { targetId } }) => targetId === idOf(made)).map(({ attributes: { action } }) => action)
    expect(told).toEqual(['keyDeleted', 'keyScopesChanged', 'keyGenerated'])
    const text = JSON.stringify(log.body)
    for (const canary of canaries.filter(each => each.startsWith('crbk_'))) expect(text).not.toContain(canary)
    const signIns = await api.ask('GET', '/activities?filter[action]=ownerCreated,signedIn&sort=createdAt', { bearer })
    expect(listed(signIns).map(({ attributes: { action } }) => action)).toEqual(['ownerCreated', 'signedIn'])
  })

  test('after the end of the service its files hold no key, no name of a key, no token and no secret', async () => {
    await workspace.stop()
    canaries.push('Scoped anew', 'Only one', 'correct horse battery')
    for (const name of await readdir(workspace.dataFolder)) {
      const bytes = await readFile(join(workspace.dataFolder, name))
      for (const canary of canaries) expect(bytes.includes(canary), `${canary} in ${name}`).toBe(false)
    }
    for (const canary of canaries) expect(workspace.output()).not.toContain(canary)
    workspace = await startWorkspaceProcess(workspace.dataFolder)
    const used = listed(await api.ask('GET', '/api-keys?search=Reads secrets', { bearer }))[0]
    expect(used?.attributes['lastUsedAt']).toEqual(expect.any(String))
    const told = await api.ask('GET', '/activities?filter[action]=keyUsed,keyRefused&page[size]=500', { bearer })
    expect(new Set(listed(told).map(({ attributes: { action } }) => action))).toEqual(new Set(['keyUsed', 'keyRefused']))
  })
})
