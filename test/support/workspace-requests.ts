import fc from 'fast-check'
import { z } from 'zod'
import { attributes, CheckedApi, idOf, listed, type ApiAnswer } from './workspace-api.ts'
import { setUpOwner } from './workspace-person.ts'
import { newDataFolder, runWorkspace, startWorkspaceProcess } from './workspace-process.ts'

interface Schema {
  type?: string; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; items?: Schema; format?: string
  properties?: Record<string, Schema>; required?: string[]; minLength?: number; maxLength?: number; minimum?: number; maximum?: number
}
interface Parameter { name: string; in: 'path' | 'query' | 'header'; schema: Schema }
interface Described { operationId: string; parameters: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }

/** Stands for something that exists when the request is sent. */
const PICK = 'pick:'
const NAMED: Readonly<Record<string, string>> = { userId: 'users', teamId: 'teams', vaultId: 'vaults' }

export interface AnyRequest {
  operation: string
  method: string
  template: string
  id: string
  query: Record<string, string | undefined>
  body: unknown
  credential: 'bearer' | 'key' | 'none'
  headers: Record<string, string>
}

const pick = (kind: string) => fc.nat(10_000).map(which => `${PICK}${kind}:${String(which)}`)
const text = fc.oneof({ weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) }, fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 10 }))
const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', [], {}, -1, 1e308, 'x'.repeat(5_000), { constructor: { prototype: {} } }, [[[[[[]]]]]]))

/** Values as a schema has them, now and then something else in their place. */
function valueOf(schema: Schema, name: string, kind: string): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 29, arbitrary: rightValue(schema, name, kind) }, { weight: 1, arbitrary: strange })
}

function rightValue(schema: Schema, name: string, kind: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(each => valueOf(each, name, kind)))
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([field, each]) => [field, valueOf(each, field, kind)] as const)
      const required = fields.map(([field]) => field).filter(field => schema.required?.includes(field))
      return fc.record(Object.fromEntries(fields), { requiredKeys: required })
    }
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name, kind), { maxLength: 4 })
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? -10, -10), max: Math.min(schema.maximum ?? 1000, 1000) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return stringOf(schema, name, kind)
    default:
      return strange
  }
}

function stringOf(schema: Schema, name: string, kind: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.oneof({ weight: 9, arbitrary: pick(NAMED[name] ?? kind) }, { weight: 1, arbitrary: fc.uuid() })
  if (schema.format === 'email' || name === 'email') return fc.oneof(fc.emailAddress(), text)
  if (schema.format === 'uri' || name === 'url') return fc.oneof(fc.webUrl(), text)
  if (name === 'expiresAt' || name.includes('from') || name.includes('to')) return fc.oneof(fc.date({ noInvalidDate: true }).map(date => date.toISOString()), text)
  return fc.oneof({ weight: 3, arbitrary: text }, fc.constantFrom('1', '50', 'name', '-createdAt', 'active', 'x'.repeat(Math.min(schema.maxLength ?? 300, 300) + 1)))
}

function requestOf(template: string, method: string, { operationId, parameters, requestBody }: Described): fc.Arbitrary<AnyRequest> {
  const steps = template.split('/')
  // What `{id}` names, and what a body's `id` does: the last collection in the path.
  const [kind = '', beneath = kind] = steps.filter(step => step !== '' && !step.startsWith('{'))
  const inQuery = parameters.filter(parameter => parameter.in === 'query')
  const schema = requestBody?.content['application/json']?.schema
  return fc.record({
    operation: fc.constant(operationId), method: fc.constant(method.toUpperCase()), template: fc.constant(template),
    id: fc.oneof({ weight: 8, arbitrary: pick(kind) }, { weight: 1, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 60 }).filter(odd => !/^\.+$/.test(odd)) }),
    query: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.record(Object.fromEntries(inQuery.map(({ name, schema: each }) => [name, stringOf(each, name, kind)])), { requiredKeys: [] }) }),
    body: schema === undefined ? fc.constant(undefined)
      : fc.oneof({ weight: 12, arbitrary: rightValue(schema, '', beneath) }, { weight: 1, arbitrary: strange }, { weight: 1, arbitrary: text.map(each => `{"data":${each}`) }),
    credential: fc.oneof({ weight: 6, arbitrary: fc.constant('bearer' as const) }, { weight: 3, arbitrary: fc.constant('key' as const) }, { weight: 1, arbitrary: fc.constant('none' as const) }),
    headers: fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.stringMatching(/^[!-~]{0,300}$/).map(value => ({ 'idempotency-key': value })) }),
  })
}

/** Every request that the OpenAPI document of a workspace allows, and many that it doesn't. */
export function anyRequest(document: CheckedApi['document']): fc.Arbitrary<AnyRequest> {
  return fc.oneof(...Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, described]) => requestOf(template, method, described as unknown as Described))))
}

/** What exists in the workspace by now, by its collection. */
class Things {
  readonly #ids = new Map<string, string[]>()

  add(kind: string, id: string): void {
    this.#ids.set(kind, [...this.#ids.get(kind) ?? [], id])
  }

  /** Puts identifiers in the places of picks. */
  resolve<T>(value: T): T {
    const printed = JSON.stringify(value) as string | undefined
    if (printed === undefined) return value
    const resolved = printed.replaceAll(new RegExp(`"${PICK}([\\w-]+):(\\d+)"`, 'g'), (_, kind: string, which: string) => {
      const ids = this.#ids.get(kind) ?? []
      return JSON.stringify(ids[Number(which) % Math.max(1, ids.length)] ?? crypto.randomUUID())
    })
    return JSON.parse(resolved) as T
  }
}

export interface RequestsReport { requests: number; byStatus: Record<string, number>; operations: number; succeeded: number }

/** Where a resource that was made is found again, by its type. */
const COLLECTION_OF: Readonly<Record<string, string>> = { apiKey: 'api-keys', secret: 'secrets', collection: 'collections', user: 'users', team: 'teams', job: 'jobs' }

const Made = z.object({ data: z.object({ id: z.string(), type: z.string() }) })

async function send(api: CheckedApi, things: Things, credentials: { bearer: string; key: string }, asked: AnyRequest): Promise<ApiAnswer> {
  const { id, query, body } = things.resolve({ id: asked.id, query: asked.query, body: asked.body })
  const path = asked.template.replace('{id}', encodeURIComponent(id))
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString()
  const answer = await api.ask(asked.method, search === '' ? path : `${path}?${search}`, {
    ...(asked.credential === 'none' ? {} : { [asked.credential]: credentials[asked.credential] }), ...(body === undefined ? {} : { body }), headers: asked.headers,
  })
  const made = Made.safeParse(answer.body)
  const collection = made.success ? COLLECTION_OF[made.data.data.type] : undefined
  if (made.success && collection !== undefined && answer.status !== 200) things.add(collection, made.data.data.id)
  return answer
}

/**
 * Sends requests of all kinds to a workspace with sample data in it. Each answer is held against the OpenAPI document; it
 * throws, with the smallest request that does it, where an answer isn't as described or says that the service failed.
 */
export async function sendRequests({ requests, seed }: { requests: number; seed: number }): Promise<RequestsReport> {
  const folder = await newDataFolder()
  const workspace = await startWorkspaceProcess(folder, ['--kms', 'file', '--token-lifetime', '86400', '--refusals-per-address', '10000000'])
  try {
    const { accessToken: bearer } = await setUpOwner(workspace.url, workspace.setUpCode ?? '')
    await runWorkspace(['sample', '--data', folder])
    const api = await CheckedApi.of(workspace.url)
    const scopes = (attributes(await api.ask('GET', '/workspace'))['scopes'] as { id: string }[]).map(({ id }) => id)
    const { key } = attributes(await api.ask('POST', '/api-keys', { bearer, body: { name: 'All of it', scopes } }))
    const things = new Things()
    for (const kind of ['accounts', 'secrets', 'collections', 'users', 'teams', 'integrations', 'vaults']) {
      for (const { id } of listed(await api.ask('GET', `/${kind}`, { bearer }))) things.add(kind, id)
    }
    things.add('api-keys', idOf(await api.ask('POST', '/api-keys', { bearer, body: { name: 'To be changed', scopes: ['read:users'] } })))
    const byStatus: Record<string, number> = {}
    const succeeded = new Set<string>()
    const operations = new Set<string>()
    await fc.assert(fc.asyncProperty(anyRequest(api.document), async asked => {
      const { status } = await send(api, things, { bearer, key }, asked)
      byStatus[status] = (byStatus[status] ?? 0) + 1
      operations.add(asked.operation)
      if (status < 300) succeeded.add(asked.operation)
      if (status >= 500) throw new Error(`${asked.method} ${asked.template} was answered by ${String(status)}`)
    }), { numRuns: requests, seed })
    return { requests, byStatus, operations: operations.size, succeeded: succeeded.size }
  } finally {
    await workspace.stop()
  }
}
