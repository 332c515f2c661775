import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The one path that a redirect may come to. */
export const CALLBACK_PATH = '/callback'
export const DONE_PATH = '/done'

// Each may stand in an authorization response once at most (RFC 6749, section 3.1; RFC 9207).
const SINGLE = ['code', 'state', 'error', 'iss'] as const

/** Equal texts, told in a time that says nothing of where they differ. */
export function isSameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

/** The path of a request to us, when it is a GET that names our own host: no other name may lead here (DNS rebinding). */
export function pathAskedFor(request: IncomingMessage, ownHost: string): string | undefined {
  if (request.method !== 'GET' || request.headers.host !== ownHost) return undefined
  return request.url?.split('?', 1)[0]
}

/**
 * What an authorization response brings, or undefined for a request that is none: parameters twice, neither code nor
 * error or both, or another state than ours. An error needs our state too, or anybody could end a sign-in.
 *
 * @returns its query, for the whole check by openid-client, and whether it is a code or an error
 */
export function redirectIn(request: IncomingMessage, state: string): { query: string; kind: 'code' | 'error' } | undefined {
  const query = (request.url ?? '').split('?').slice(1).join('?')
  const parameters = new URLSearchParams(query)
  if (SINGLE.some(name => parameters.getAll(name).length > 1)) return undefined
  if (parameters.has('code') === parameters.has('error')) return undefined
  if (!isSameText(parameters.get('state') ?? '', state)) return undefined
  return { query, kind: parameters.has('code') ? 'code' : 'error' }
}
