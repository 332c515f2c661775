import type { FastifyInstance } from 'fastify'
import { API_BASE } from './mount-operations.ts'
import { openApiDocument } from './openapi.ts'
import type { Operation } from './operation.ts'
import { API_HEADERS, JSON_TYPE } from './server.ts'

/** Serves the description of the API. It holds nothing that isn't public; it is made on first request. */
export function mountOpenApi(app: FastifyInstance, operations: readonly Operation[], origin: string): void {
  let text: string | undefined
  app.get(`${API_BASE}/openapi.json`, (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(operations, origin))
    return reply.headers(API_HEADERS).type(JSON_TYPE).send(text)
  })
}
