import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ApiRefusal, invalid, notFound, unsupportedMediaType } from './api-refusal.ts'
import { admit, type Caller, type Credentials } from './authenticate.ts'
import type { Operation } from './operation.ts'
import { API_HEADERS, sendRefusal } from './server.ts'
import { parsed } from './validation.ts'

export const API_BASE = '/api/v1'

/** What is told of each call once it is over: for the activity log. */
export interface CallReport {
  operation: Operation
  caller: Caller | undefined
  apiKeyText: string | undefined
  status: number
  requestId: string
}

export interface Mounting {
  credentials: Credentials
  origin: string
  report: (call: CallReport) => void
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

function attributesOf(operation: Operation, request: FastifyRequest): unknown {
  if (operation.attributes === undefined) {
    return undefined
  }
  if (request.body === undefined && request.headers['content-type'] === undefined) throw unsupportedMediaType()
  const isBare = operation.bareBody && typeof request.body === 'object' && request.body !== null && !('data' in request.body)
  if (isBare) return parsed(operation.attributes, request.body, ['body'])
  const envelope = z.strictObject({
    data: z.strictObject({ type: z.literal(operation.bodyType ?? ''), id: z.string().optional(), attributes: operation.attributes }),
  })
  return parsed(envelope, request.body, ['body']).data.attributes
}

async function answer(operation: Operation, mounting: Mounting, request: FastifyRequest, caller: Caller, reply: FastifyReply): Promise<FastifyReply> {
  const params = pathParams(request)
  const query = operation.query === undefined ? undefined : parsed(operation.query, request.query, ['query'])
  const given = await operation.handle({
    caller, params, query, attributes: attributesOf(operation, request), url: new URL(request.url, mounting.origin), requestId: request.id,
    header: name => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    },
  })
  void reply.code(given.status).headers({ ...API_HEADERS, ...given.headers })
  if (given.body === undefined) return reply.send()
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(given.body))
}

/** Puts operations on a server: each is admitted by its rule, parsed, carried out, reported. */
export function mountOperations(app: FastifyInstance, operations: readonly Operation[], mounting: Mounting): void {
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: API_BASE + operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        let caller: Caller | undefined
        const apiKeyText = typeof request.headers['x-api-key'] === 'string' ? request.headers['x-api-key'] : undefined
        const report = (status: number) => { mounting.report({ operation, caller, apiKeyText, status, requestId: request.id }) }
        try {
          if (operation.access.kind === 'credential') caller = await admit(mounting.credentials, operation.access, request.headers)
          const sent = await answer(operation, mounting, request, caller ?? NOBODY, reply)
          report(reply.statusCode)
          return sent
        } catch (error) {
          if (!(error instanceof ApiRefusal)) throw error
          report(error.status)
          return sendRefusal(reply, error)
        }
      },
    })
  }
}

/** The 400 for a header that is there and unusable. */
export const invalidHeader = (name: string, msg: string): ApiRefusal => invalid(['header', name], 'value_error', msg)
