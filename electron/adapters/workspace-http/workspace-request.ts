import type { ApiFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../../core/secret.ts'
import type { Clock } from '../../core/session/ports.ts'
import { fetchWhole, troubleOfAnswer, Unreachable, type Fetch } from '../network/fetch-whole.ts'

export interface RequestSurroundings {
  fetch: Fetch
  clock: Clock
  /** For head and body together. */
  timeoutMs: number
}

/** One request to a workspace's API. */
export interface WorkspaceRequest {
  baseUrl: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Begins with a slash; its variable parts already encoded. */
  path: string
  /** What goes under `data`. */
  body?: { type: string; attributes: Readonly<Record<string, unknown>> }
  idempotencyKey?: string
  /** Calls with an API key instead of a bearer token. */
  apiKey?: Secret
}

/** An answer's status and its body: parsed JSON, or undefined where it was none. */
export interface WorkspaceAnswer {
  status: number
  retryAfter: string | null
  body: unknown
}

export type NoAnswer = Extract<ApiFailure, { code: 'workspace_unreachable' }>

// These mean that something on the way answered, or nothing; every other status is the workspace's own word.
const NOT_ITS_OWN = new Set([407, 408, 502, 503, 504, 511])

/** Sends a request and reads its whole answer. A redirect is not followed: the token belongs to this address alone. */
export async function askWorkspace(
  { fetch, clock, timeoutMs }: RequestSurroundings, request: WorkspaceRequest, token: Secret | undefined,
): Promise<Outcome<WorkspaceAnswer, NoAnswer>> {
  const host = new URL(request.baseUrl).host
  try {
    const response = await fetchWhole(fetch, `${request.baseUrl}${request.path}`, initOf(request, token), timeoutMs)
    const trouble = troubleOfAnswer(response, clock.now())
    const isRedirect = response.status >= 300 && response.status < 400
    if (trouble !== undefined && (response.ok || isRedirect || NOT_ITS_OWN.has(response.status))) throw trouble
    return succeed({ status: response.status, retryAfter: response.headers.get('retry-after'), body: await jsonOf(response) })
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const { trouble, retryAfterSeconds } = error
    return fail({ code: 'workspace_unreachable', host, trouble, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })
  }
}

function initOf({ method, body, idempotencyKey, apiKey }: WorkspaceRequest, token: Secret | undefined): RequestInit {
  return {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey.expose() }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token.expose()}` }),
    },
    // The system's cookie jar is nobody's business here: net.fetch would send and keep cookies.
    credentials: 'omit',
    cache: 'no-store',
    ...(body === undefined ? {} : { body: JSON.stringify({ data: body }) }),
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
