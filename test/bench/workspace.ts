import { rm } from 'node:fs/promises'
import { load, residentMemory, startServer, type Load } from '../support/bench-load.ts'
import { attributes, CheckedApi, enveloped } from '../support/workspace-api.ts'
import { setUpOwner } from '../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../support/workspace-process.ts'
import { openSeed } from '../support/workspace-seed.ts'

export interface Sizes {
  /** Keys that are stored for the second half. */
  keys: number
  /** So many of them are the Owner's, who lists them. */
  listed: number
  /** So many of them call in turn. */
  calling: number
  /** How long each load lasts. */
  seconds: number
}

const FULL: Sizes = { keys: 1_000_000, listed: 100_000, calling: 10_000, seconds: 10 }
const ROUNDS = 3

/**
 * A key's call of `GET /users` beside the framework's empty handler, with one key and with many stored; generating; a page
 * of a long list; memory; and better-auth verifying a key. In turns on one machine, the load from a process of its own.
 */
export async function measure(sizes: Sizes = FULL): Promise<unknown> {
  const folder = await newDataFolder()
  const empty = await startServer('bench-empty-handler.ts')
  const peer = await startServer('bench-better-auth.ts', folder)
  try {
    const first = await startWorkspaceProcess(folder, ['--kms', 'file', '--token-lifetime', '86400'])
    const bearer = (await setUpOwner(first.url, first.setUpCode ?? '')).accessToken
    const key = await populate(first, bearer)
    const oneKey = await besideEmpty(first, empty.url, [key], sizes)
    const betterAuth = await best(() => load({ url: peer.url, headers: { 'x-api-key': peer.key }, duration: sizes.seconds }))
    const generate = await generating(first, bearer, sizes)
    await first.stop()
    const { keys, seedSeconds } = await seed(folder, sizes)
    const second = await startWorkspaceProcess(folder)
    const memoryAtStart = await residentMemory(second.child.pid)
    const manyKeys = { stored: sizes.keys, one: await besideEmpty(second, empty.url, [key], sizes), inTurns: await besideEmpty(second, empty.url, keys, sizes) }
    const list = { keys: sizes.listed, pageOf: 50, ...await listing(second, bearer, sizes) }
    const memory = { atStart: memoryAtStart, afterLoad: await residentMemory(second.child.pid) }
    await second.stop()
    return { oneKey, betterAuth: { ...betterAuth, timesBetterAuth: ratio(oneKey.users.requestsPerSecond, betterAuth.requestsPerSecond) }, generate, seedSeconds, manyKeys, list, memory }
  } finally {
    await Promise.all([empty.stop(), peer.stop()])
    await rm(folder, { recursive: true, force: true })
  }
}

/** A second person, and a key of the Owner's. */
async function populate({ url }: WorkspaceProcess, bearer: string): Promise<string> {
  const api = await CheckedApi.of(url)
  await api.ask('POST', '/users', { bearer, body: enveloped('user', { email: 'bob@acme.example', name: 'Bob', workspaceRole: 'admin' }) })
  return attributes(await api.ask('POST', '/api-keys', { bearer, body: { name: 'Caller', scopes: ['read:users'] } })).key
}

/** In turns, so that a moment of another program's work falls on both; the best round of each counts. */
async function besideEmpty(workspace: WorkspaceProcess, emptyUrl: string, keys: readonly string[], { seconds }: Sizes) {
  let turn = 0
  const nextKey = () => keys[(turn += 1) % keys.length] ?? ''
  // Both are sent the same headers in the same way: the load has its own cost.
  const call = (url: string, path: string) => load({
    url, duration: seconds,
    ...(keys.length === 1
      ? { requests: [{ path, headers: { 'x-api-key': nextKey() } }] }
      : { requests: [{ path, setupRequest: request => ({ ...request, headers: { ...request.headers, 'x-api-key': nextKey() } }) }] }),
  })
  const empty = () => call(emptyUrl, '/')
  const users = () => call(workspace.url, '/api/v1/users')
  // Warm-up: compiled code, known keys.
  await empty()
  await users()
  const rounds: { empty: Load; users: Load }[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ empty: await empty(), users: await users() })
  const bestOf = (name: 'empty' | 'users') => rounds.map(round => round[name]).reduce(faster)
  return { callers: keys.length, empty: bestOf('empty'), users: bestOf('users'), shareOfEmpty: ratio(bestOf('users').requestsPerSecond, bestOf('empty').requestsPerSecond) }
}

async function best(run: () => Promise<Load>): Promise<Load> {
  await run()
  return [await run(), await run()].reduce(faster)
}

const faster = (one: Load, other: Load): Load => (other.requestsPerSecond > one.requestsPerSecond ? other : one)
const ratio = (one: number, other: number): number => Math.round((one / other) * 100) / 100

function generating({ url }: WorkspaceProcess, bearer: string, { seconds }: Sizes): Promise<Load> {
  let count = 0
  return load({
    url, duration: seconds, connections: 64,
    requests: [{
      method: 'POST', path: '/api/v1/api-keys', headers: { 'authorization': `Bearer ${bearer}`, 'content-type': 'application/json' },
      setupRequest: request => ({ ...request, body: JSON.stringify({ name: `Made ${String(count += 1)}`, scopes: ['read:users'] }) }),
    }],
  })
}

function listing({ url }: WorkspaceProcess, bearer: string, { listed, seconds }: Sizes): Promise<Load> {
  const pages = Math.floor(listed / 50)
  return load({
    url, duration: seconds, connections: 2,
    requests: [{
      headers: { authorization: `Bearer ${bearer}` },
      setupRequest: request => ({ ...request, path: `/api/v1/api-keys?sort=-createdAt&page[size]=50&page[number]=${String(1 + Math.floor(Math.random() * pages))}` }),
    }],
  })
}

const BATCH = 5_000

/** Fills the workspace by its own code: each key is generated, hashed and sealed as one that is asked for. */
async function seed(folder: string, { keys, listed, calling }: Sizes) {
  const since = performance.now()
  const { parts, store, close } = await openSeed(folder)
  // Rows land all over the indexes.
  store.database.pragma('cache_size = -400000')
  const [owner, other] = parts.people.list()
  if (!owner || !other) throw new Error('the workspace has no people')
  parts.people.change(other.id, { status: 'active' })
  const callers: string[] = []
  const make = (index: number) => {
    const made = parts.apiKeys.generate(index < listed ? owner.id : other.id, { name: `Stored ${String(index)}`, scopes: ['read:users'], expiresAt: undefined })
    if (!made.ok) throw new Error(made.failure.code)
    if (index % Math.ceil(keys / calling) === 0) callers.push(made.value.plain)
  }
  const makeBatch = store.database.transaction((from: number, to: number) => { for (let index = from; index < to; index += 1) make(index) })
  for (let from = 0; from < keys; from += BATCH) makeBatch(from, Math.min(from + BATCH, keys))
  close()
  return { keys: callers, seedSeconds: Math.round((performance.now() - since) / 1000) }
}

/** `node test/bench/workspace.ts 20000`: with so many keys, and shorter loads. */
function sizesOf(text: string | undefined): Sizes {
  const keys = Number(text ?? FULL.keys)
  return keys === FULL.keys ? FULL : { keys, listed: Math.ceil(keys / 10), calling: Math.min(1_000, keys), seconds: 3 }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(sizesOf(process.argv[2])), null, 2)}\n`)
