import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeep } from '../../../electron/workspace/storage/kept.ts'
import { openDatabase } from '../../../electron/sqlite/open-database.ts'
import { openKnownKeys } from '../../../electron/workspace/keys/known-keys.ts'
import { attributes, CheckedApi, enveloped, idOf, listed, type ApiAnswer } from '../../support/workspace-api.ts'
import { setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'
import { openSeed, type Seed } from '../../support/workspace-seed.ts'

let workspace: WorkspaceProcess
let api: CheckedApi
let bearer: string
let seed: Seed

const generate = (name: string): Promise<ApiAnswer> => api.ask('POST', '/api-keys', { bearer, body: { name, scopes: ['read:users'] } })
const users = (key: string) => api.ask('GET', '/users', { key })

beforeAll(async () => {
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--kms', 'file'])
  bearer = (await setUpOwner(workspace.url, workspace.setUpCode ?? '')).accessToken
  api = await CheckedApi.of(workspace.url)
  seed = await openSeed(workspace.dataFolder)
})
afterAll(async () => {
  seed.close()
  await workspace.stop()
})

/** A key that the service knows: it has called twice, so that key and answer come from memory. */
async function knownKey(name: string): Promise<{ id: string; key: string }> {
  const made = await generate(name)
  const { key } = attributes(made)
  expect([(await users(key)).status, (await users(key)).status]).toEqual([200, 200])
  return { id: idOf(made), key }
}

test.each([
  { says: 'a deletion', act: (id: string) => api.ask('DELETE', `/api-keys/${id}`, { bearer }) },
  { says: 'a change of scopes', act: (id: string) => api.ask('PATCH', `/api-keys/${id}`, { bearer, body: { scopes: ['read:teams'] } }) },
  { says: 'a rotation without overlap', act: (id: string) => api.ask('POST', `/api-keys/${id}/rotate`, { bearer, body: { overlapSeconds: 0 } }) },
])('$says holds from the very next request on, a hundred times over', async ({ says, act }) => {
  for (let round = 0; round < 100; round += 1) {
    const { id, key } = await knownKey(`${says} ${String(round)}`)
    await act(id)
    expect((await users(key)).status).toBe(401)
  }
})

test('what another process deletes is refused as well', async () => {
  const { id, key } = await knownKey('Deleted outside')
  const { ownerId } = seed.parts.apiKeys.byPlainKey(key) ?? { ownerId: '' }
  seed.parts.apiKeys.remove(ownerId, id)
  expect((await users(key)).status).toBe(401)
})

test('an answer tells of a person whom another process, or this one, has just added', async () => {
  const { key } = await knownKey('Sees people')
  const emails = async () => listed(await users(key)).map(({ attributes: { email } }) => email)
  seed.parts.people.add({ email: 'outside@acme.example', name: 'Žofie 外', role: 'guest', status: 'active' })
  expect(await emails()).toContain('outside@acme.example')
  expect(JSON.stringify((await users(key)).body)).toContain('Žofie 外')
  await api.ask('POST', '/users', { bearer, body: enveloped('user', { email: 'inside@acme.example', name: 'Inside' }) })
  expect(await emails()).toContain('inside@acme.example')
})

test('a change that is taken back leaves no trace in memory', async () => {
  const { key } = await knownKey('Sees names')
  const me = idOf(await api.ask('GET', '/me', { bearer }))
  const refused = await api.ask('PATCH', `/users/${me}`, { bearer, body: enveloped('user', { name: 'Never so called', workspaceRole: 'user' }) })
  expect(refused.status).toBe(403)
  for (let round = 0; round < 2; round += 1) expect(JSON.stringify((await users(key)).body)).not.toContain('Never so called')
})

test('keys that are generated at once are committed together, and each is answered for itself', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `At once ${String(index % 30)}`)
  const made = await Promise.all(names.map(generate))
  const statuses = made.map(({ status }) => status)
  expect([statuses.filter(status => status === 201).length, statuses.filter(status => status === 409).length]).toEqual([30, 10])
  const keys = made.filter(({ status }) => status === 201).map(answer => attributes(answer).key)
  expect(await Promise.all(keys.map(async key => (await users(key)).status))).toEqual(keys.map(() => 200))
  const log = await api.ask('GET', '/activities?filter[action]=keyGenerated&page[size]=500', { bearer })
  expect(listed(log).filter(({ attributes: { details } }) => JSON.stringify(details).includes('At once'))).toHaveLength(30)
})

test('pages of a long list are the same whichever was read before, in both directions', async () => {
  const me = idOf(await api.ask('GET', '/me', { bearer }))
  seed.store.database.transaction(() => {
    for (let index = 0; index < 600; index += 1) seed.parts.apiKeys.generate(me, { name: `Listed ${String(index)}`, scopes: ['read:users'], expiresAt: undefined })
  })()
  for (const sort of ['createdAt', '-createdAt']) {
    const ids = async (page: number, size: number) => listed(await api.ask('GET', `/api-keys?sort=${sort}&page[number]=${String(page)}&page[size]=${String(size)}`, { bearer })).map(({ id }) => id)
    // A page as long as this begins at no place that is known.
    const whole = [...await ids(1, 500), ...await ids(2, 500)]
    const pages = Array.from({ length: Math.ceil(whole.length / 7) }, (_, index) => index + 1)
    for (const page of [...pages.toSorted(() => Math.random() - 0.5), ...pages]) expect(await ids(page, 7)).toEqual(whole.slice((page - 1) * 7, page * 7))
    const gone = whole[100] ?? ''
    await api.ask('DELETE', `/api-keys/${gone}`, { bearer })
    expect(await ids(50, 7)).toEqual(whole.filter(id => id !== gone).slice(343, 350))
  }
})

test('memory holds so many keys and no more', async () => {
  const database = await openDatabase(':memory:')
  const known = openKnownKeys(openKeep(database), 2)
  let reads = 0
  const find = (text: string) => known.find(text, () => {
    reads += 1
    return { id: text, ownerId: 'o', name: text, scopes: [], prefix: '', lastFour: '', createdAt: 0, expiresAt: undefined, expiringAt: undefined, lastUsedAt: undefined, supersededAt: undefined, deletedAt: undefined }
  })?.id
  expect([find('a'), find('b'), find('a'), find('c'), find('b'), find('a')]).toEqual(['a', 'b', 'a', 'c', 'b', 'a'])
  expect(reads).toBe(4)
  known.forget()
  expect([find('a'), reads]).toEqual(['a', 5])
  database.close()
})

test('what is written of uses leaves the database waiting for the disk with every other write', () => {
  const [owner] = seed.parts.people.list()
  const made = seed.parts.apiKeys.generate(owner?.id ?? '', { name: 'Used', scopes: ['read:users'], expiresAt: undefined })
  if (!made.ok || !owner) throw new Error('no key was made')
  const { id } = made.value.key
  const synchronous = () => seed.store.database.pragma('synchronous', { simple: true })
  seed.store.database.pragma('synchronous = FULL')
  const full = synchronous()
  seed.parts.apiKeys.noteUse(new Map([[id, 1_700_000_000_000]]))
  expect([seed.parts.apiKeys.byId(owner.id, id)?.lastUsedAt, synchronous()]).toEqual([1_700_000_000_000, full])
  seed.store.database.pragma('synchronous = OFF')
})
