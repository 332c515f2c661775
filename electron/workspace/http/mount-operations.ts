import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Items, SeenItem } from '../items/items.ts'
import { ApiRefusal, forbidden, notFound, unsupportedMediaType } from './api-refusal.ts'
import { admit, type Caller, type Credentials } from './authenticate.ts'
import type { Operation } from './operation.ts'
import type { RefusalLimit } from './refusal-limit.ts'
import { relevant } from './query.ts'
import { API_HEADERS, JSON_TYPE, sendRefusal } from './server.ts'
import { parsed } from './validation.ts'

export const API_BASE = '/api/v1'

/** What is told of each call once it is over: for the activity log. */
export interface CallReport {
  operation: Operation
  caller: Caller | undefined
  apiKeyText: string | undefined
  status: number
}

export interface Mounting {
  credentials: Credentials
  items: Pick<Items, 'seenBy'>
  origin: string
  report: (call: CallReport) => void
  refusals: RefusalLimit
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const NOBODY: Caller = Object.freeze({
  person: Object.freeze({ id: '', email: '', name: '', role: 'guest' as const, status: 'removed' as const, createdAt: 0, updatedAt: 0 }),
  by: Object.freeze({ kind: 'bearerToken' as const }),
})

function pathParams(request: FastifyRequest): Readonly<Record<string, string>> {
  const params = request.params as Record<string, string>
  // Identifiers are bare UUIDs: anything else names nothing here.
  for (const value of Object.values(params)) if (!UUID.test(value)) throw notFound()
  return params
}

/** The body of an operation: the envelope round its attributes, or the attributes alone where both are taken. */
export function bodySchema(operation: Operation): { envelope: z.ZodType; bare: z.ZodType | undefined } | undefined {
  if (operation.attributes === undefined) return undefined
  const envelope = z.strictObject({
    data: z.strictObject({ type: z.literal(operation.bodyType ?? ''), id: z.string().optional(), attributes: operation.attributes }),
  })
  return { envelope, bare: operation.bareBody ? operation.attributes : undefined }
}

const JSON_BODY = /^application\/json\s*(;|$)/i

/** SECURITY: a form or a plain text, which a page of another origin may send without asking, is no body of the API. */
function bodyGiven(request: FastifyRequest): unknown {
  if (!JSON_BODY.test(request.headers['content-type'] ?? '')) throw unsupportedMediaType()
  return request.body
}

type Body = { attributes: (body: unknown) => unknown }

function bodyOf(operation: Operation): Body | undefined {
  const schema = bodySchema(operation)
  if (!schema) return undefined
  const { envelope, bare } = schema
  return {
    attributes(body) {
      if (bare && typeof body === 'object' && body !== null && !('data' in body)) return parsed(bare, body, ['body'])
      return (parsed(envelope, body, ['body']) as { data: { attributes: unknown } }).data.attributes
    },
  }
}

/** The item that the path names, where the access rule asks for a role on it. */
function admitToItem(operation: Operation, mounting: Mounting, caller: Caller, params: Readonly<Record<string, string>>): SeenItem | undefined {
  const rule = operation.access.kind === 'credential' ? operation.access.item : undefined
  if (!rule) return undefined
  const seen = mounting.items.seenBy(caller.person.id, rule.kind, params['id'] ?? '')
  if (!seen) throw notFound()
  if (rule.needs === 'owner' && seen.role !== 'owner') throw forbidden('Only an Owner of the item may do this.')
  return seen
}

// Addresses are the callers' to choose: past so many, the answers are gathered anew.
const MOST_SHARED = 100

async function answer(operation: Operation, body: Body | undefined, mounting: Mounting, request: FastifyRequest, caller: Caller, reply: FastifyReply): Promise<FastifyReply> {
  const params = pathParams(request)
  const item = admitToItem(operation, mounting, caller, params)
  const query = operation.query === undefined ? undefined : parsed(operation.query, relevant(request.query, operation.query.shape), ['query'])
  // Before the work: what changes meanwhile throws these away, and the answer with them.
  const shared = operation.shared?.get()
  const done = await operation.handle({
    caller, params, item, query: query ?? {}, attributes: body?.attributes(bodyGiven(request)), url: new URL(request.url, mounting.origin), requestId: request.id,
    header: name => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    },
  })
  void reply.code(done.status).headers({ ...API_HEADERS, ...done.headers })
  if (done.body === undefined) return reply.send()
  const bytes = Buffer.from(JSON.stringify(done.body))
  if (shared) remember(shared, request.url, bytes)
  return reply.type(JSON_TYPE).send(bytes)
}

/** For `sharedAnswers`. */
function remember(shared: Map<string, string>, url: string, bytes: Buffer): void {
  if (shared.size === MOST_SHARED) shared.clear()
  shared.set(url, bytes.toString('latin1'))
}

/** Puts operations on a server: each is admitted by its rule, parsed, carried out, reported. */
export function mountOperations(app: FastifyInstance, operations: readonly Operation[], mounting: Mounting): void {
  for (const operation of operations) {
    const body = bodyOf(operation)
    app.route({
      method: operation.method,
      url: API_BASE + operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        let caller: Caller | undefined
        const apiKeyText = typeof request.headers['x-api-key'] === 'string' ? request.headers['x-api-key'] : undefined
        const report = (status: number) => { mounting.report({ operation, caller, apiKeyText, status }) }
        try {
          if (operation.access.kind === 'credential') caller = await admit(mounting.credentials, operation.access, request.headers)
          const sent = await answer(operation, body, mounting, request, caller ?? NOBODY, reply)
          report(reply.statusCode)
          return sent
        } catch (error) {
          if (!(error instanceof ApiRefusal)) throw error
          const told = error.status === 401 ? mounting.refusals.told(error, request.ip, apiKeyText) : error
          report(told.status)
          return sendRefusal(reply, told)
        }
      },
    })
  }
}
