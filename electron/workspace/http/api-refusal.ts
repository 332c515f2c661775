/** One entry of `errors` in an answer. `status` is a string in a 400 and a number elsewhere, as Cerby publishes it. */
export interface ApiErrorEntry {
  code: string
  title: string
  detail: string
  status: string | number
  meta: Readonly<Record<string, unknown>>
}

/** An answer other than what was asked for. Thrown by operations, printed by the server. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly status: number
  readonly errors: readonly ApiErrorEntry[]
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, errors: readonly ApiErrorEntry[], headers: Readonly<Record<string, string>> = {}) {
    super(errors[0]?.code ?? 'refused')
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

function refusal(status: number, code: string, title: string, detail: string, headers: Readonly<Record<string, string>> = {}): ApiRefusal {
  return new ApiRefusal(status, [{ code, title, detail, status, meta: {} }], headers)
}

/**
 * 401: no credential, or one that is unknown, expired, deleted or lacks the scope. One body for all, so that nobody learns
 * which it was (contract, "Which refusal").
 */
export function unauthorized(hadCredential: boolean): ApiRefusal {
  const challenge = hadCredential ? 'Bearer error="invalid_token"' : 'Bearer'
  return refusal(401, 'unauthorized', 'Unauthorized', 'Unable to access resource.', { 'www-authenticate': challenge })
}

export const forbidden = (detail: string): ApiRefusal => refusal(403, 'forbidden', 'Forbidden', detail)
export const notFound = (): ApiRefusal => refusal(404, 'not_found', 'Not found', 'The resource was not found.')
export const conflict = (detail: string): ApiRefusal => refusal(409, 'conflict', 'Conflict', detail)
export const methodNotAllowed = (allow: string): ApiRefusal =>
  refusal(405, 'method_not_allowed', 'Method not allowed', `Allowed here: ${allow}.`, { allow })
export const tooLarge = (): ApiRefusal => refusal(413, 'payload_too_large', 'Payload too large', 'The body is larger than 64 KiB.')
export const unsupportedMediaType = (): ApiRefusal =>
  refusal(415, 'unsupported_media_type', 'Unsupported media type', 'Send application/json.')
export const tooManyRequests = (retryAfterSeconds: number): ApiRefusal =>
  refusal(429, 'too_many_requests', 'Too many requests', 'Too many requests: retry in five minutes.', { 'retry-after': String(retryAfterSeconds) })
export const internalError = (): ApiRefusal => refusal(500, 'internal_error', 'Internal error', 'The workspace failed. Its log says why.')

/** 400 for a single place of a request. */
export function invalid(loc: readonly (string | number)[], type: string, msg: string, ctx: Readonly<Record<string, unknown>> = {}): ApiRefusal {
  return new ApiRefusal(400, [validationEntry(loc, type, msg, ctx)])
}

export function validationEntry(
  loc: readonly (string | number)[], type: string, msg: string, ctx: Readonly<Record<string, unknown>>,
): ApiErrorEntry {
  return { code: 'validation_error', title: 'Validation error', detail: msg, status: '400', meta: { loc, msg, type, ctx } }
}
