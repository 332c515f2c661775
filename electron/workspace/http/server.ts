import type { AddressInfo } from 'node:net'
import formbody from '@fastify/formbody'
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  ApiRefusal, internalError, invalid, methodNotAllowed, notFound, tooLarge, unsupportedMediaType,
} from './api-refusal.ts'
import { judgeHost } from './host-guard.ts'

export const BODY_LIMIT_BYTES = 64 * 1024

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Everything behind the socket. */
export interface Inside {
  hosts: ReadonlySet<string>
  /** Answers `/oidc/*` and the discovery document. */
  oidc: Handler
  api: Handler
}

/** A socket that listens before there is anything behind it: the port is part of the origin, which the rest is made of. */
export interface Listener {
  server: Server
  port: number
  /** Lets requests in; those that came earlier have waited. */
  admit(inside: Inside): void
  /** Stops taking requests, lets running ones end for `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>
}

export const API_HEADERS = {
  'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

export const JSON_TYPE = 'application/json; charset=utf-8'

function refuseHost(response: ServerResponse, wrongHost: boolean): void {
  const status = wrongHost ? 421 : 403
  const detail = wrongHost ? 'This workspace does not answer to that host name.' : 'Web pages of other origins may not call this workspace.'
  const code = wrongHost ? 'misdirected_request' : 'forbidden'
  response.writeHead(status, { ...API_HEADERS, 'content-type': JSON_TYPE })
  response.end(JSON.stringify({ errors: [{ code, title: wrongHost ? 'Misdirected request' : 'Forbidden', detail, status, meta: {} }] }))
}

function isForProvider(path: string): boolean {
  return path.startsWith('/oidc/') || path === '/.well-known/openid-configuration'
}

/** The gate before any router: host and origin, then the provider or the API. */
function pass(inside: Inside, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const verdict = judgeHost(request.method ?? 'GET', path, request.headers, inside.hosts)
  if (verdict !== 'admitted') refuseHost(response, verdict === 'wrong_host')
  else if (isForProvider(path)) inside.oidc(request, response)
  else inside.api(request, response)
}

const SERVER_LIMITS = {
  maxHeaderSize: 16 * 1024, requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 5_000,
}

/** Listens on a loopback address. Port 0 takes any; undefined is given where the port is taken or not allowed. */
export async function listen(host: string, port: number): Promise<Listener | undefined> {
  let open: (inside: Inside) => void = () => undefined
  const opened = new Promise<Inside>(resolve => { open = resolve })
  let inside: Inside | undefined
  const server = createServer(SERVER_LIMITS, (request, response) => {
    if (inside) pass(inside, request, response)
    else void opened.then(late => { pass(late, request, response) })
  })
  server.listen({ host, port, exclusive: true })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) return undefined
    throw error
  }
  return {
    server, port: (server.address() as AddressInfo).port,
    admit: given => { inside = given; open(given) },
    async close(graceMs) {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const cut = setTimeout(() => { server.closeAllConnections() }, graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

const FASTIFY_REFUSALS: Readonly<Record<string, () => ApiRefusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: unsupportedMediaType,
  FST_ERR_CTP_INVALID_JSON_BODY: () => invalid(['body'], 'json_invalid', 'The body is not valid JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => invalid(['body'], 'json_invalid', 'The body does not match its length.'),
}

function refusalOf(error: FastifyError | ApiRefusal | Error): ApiRefusal | undefined {
  if (error instanceof ApiRefusal) return error
  if (error instanceof SyntaxError) return invalid(['body'], 'json_invalid', 'The body is not valid JSON.')
  const known = 'code' in error ? FASTIFY_REFUSALS[error.code] : undefined
  if (known) return known()
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  return status >= 400 && status < 500 ? invalid(['request'], 'value_error', 'The request is malformed.') : undefined
}

/** Sends what an operation refused with, in the published form. */
export function sendRefusal(reply: FastifyReply, refusal: ApiRefusal): FastifyReply {
  return reply.code(refusal.status).headers({ ...API_HEADERS, ...refusal.headers }).type(JSON_TYPE)
    .send(JSON.stringify({ errors: refusal.errors }))
}

/** A Fastify behind a listener's gate, without routes. `onError` is told of bugs; the caller of a request is not. */
export async function makeApp(server: Server, onError: (error: Error, requestId: string) => void): Promise<{ app: FastifyInstance; handler: () => Handler }> {
  let handler: Handler = () => undefined
  const app = fastify({
    serverFactory: given => { handler = given; return server },
    bodyLimit: BODY_LIMIT_BYTES, exposeHeadRoutes: false, genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  })
  await app.register(formbody, { bodyLimit: 16 * 1024 })
  // Many clients name the type of a body with every request, also with one that has none.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parseJson(request, body, done)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal) return sendRefusal(reply, refusal)
    onError(error, request.id)
    return sendRefusal(reply, internalError())
  })
  app.setNotFoundHandler((request, reply) => {
    const others = (['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const).filter(method => app.findRoute({ url: request.url.split('?', 1)[0] ?? '/', method }) !== null)
    return sendRefusal(reply, others.length > 0 ? methodNotAllowed(others.join(', ')) : notFound())
  })
  return { app, handler: () => handler }
}

