import { z } from 'zod'
import type { Operation } from './operation.ts'
import { API_BASE, bodySchema } from './mount-operations.ts'

type Json = Record<string, unknown>

const ErrorEntry = z.strictObject({
  code: z.string(), title: z.string(), detail: z.string(), status: z.union([z.string(), z.int()]), meta: z.record(z.string(), z.unknown()),
})
const Errors = z.strictObject({ errors: z.array(ErrorEntry).min(1) })

const REFUSALS: Readonly<Record<string, string>> = {
  400: 'The request is malformed; meta.loc says where', 401: 'No credential, or one that is dead or lacks the scope',
  403: 'The role does not allow it', 404: 'There is no such thing, or you may not see it', 405: 'The method is not allowed here',
  409: 'It contradicts what is there', 413: 'The body is too large', 415: 'The body is not JSON', 429: 'Too many requests: retry in five minutes',
  500: 'The workspace failed',
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json
  return json
}

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } })

function parametersOf(operation: Operation): Json[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }))
  const inQuery = Object.entries(operation.query?.shape ?? {}).map(([name, schema]) =>
    ({ name, in: 'query', required: false, schema: schemaOf(schema as z.ZodType, 'input') }))
  const inHeader = operation.headers.map(name => ({ name, in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } }))
  return [...inPath, ...inQuery, ...inHeader]
}

function answersOf(operation: Operation): Json {
  const answers = Object.entries(operation.answers).map(([status, schema]) =>
    [status, schema === undefined ? { description: 'Done' } : { description: 'Answer', content: jsonContent(schemaOf(schema, 'output')) }])
  const refusals = Object.keys(REFUSALS).map(status => [status, { $ref: `#/components/responses/${status}` }])
  return Object.fromEntries([...answers, ...refusals]) as Json
}

function requestBodyOf(operation: Operation): Json {
  const schema = bodySchema(operation)
  if (!schema) return {}
  const envelope = schemaOf(schema.envelope, 'input')
  return { requestBody: { required: true, content: jsonContent(schema.bare ? { anyOf: [envelope, schemaOf(schema.bare, 'input')] } : envelope) } }
}

function securityOf({ access }: Operation): Json {
  if (access.kind === 'public') return { security: [] }
  const byKey = access.anyScope.length > 0 ? [{ apiKey: [] }] : []
  return {
    security: [{ bearerToken: [] }, ...byKey], 'x-any-scope': access.anyScope, 'x-roles': access.roles,
    ...(access.item === undefined ? {} : { 'x-item-role': access.item.needs }),
  }
}

/** The OpenAPI 3.1 document of the API, made from the operations themselves. */
export function openApiDocument(operations: readonly Operation[], origin: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {})
    path[operation.method.toLowerCase()] = {
      operationId: operation.id, summary: operation.summary, parameters: parametersOf(operation), ...securityOf(operation), ...requestBodyOf(operation),
      responses: answersOf(operation),
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Workspace API', version: '1', description: 'Accounts, secrets, people and API keys of one workspace.' },
    servers: [{ url: `${origin}${API_BASE}` }],
    paths,
    components: {
      responses: Object.fromEntries(Object.entries(REFUSALS).map(([status, description]) =>
        [status, { description, content: jsonContent({ $ref: '#/components/schemas/Errors' }) }])),
      schemas: { Errors: schemaOf(Errors, 'output') },
      securitySchemes: {
        bearerToken: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  }
}
