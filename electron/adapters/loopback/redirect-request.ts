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

export interface Redirect {
  query: string
  state: string
  kind: 'code' | 'error'
}

/**
 * What an authorization response brings, or undefined for a request that is none: parameters twice, neither code nor
 * error or both, or another state than ours. An error needs our state too, or anybody could end a sign-in.
 *
 * @param states  of all requests that wait, one for each time that the page was opened
 * @returns its query, for the whole check by openid-client, the state it answers, and whether it is a code or an error
 */
export function redirectIn(request: IncomingMessage, states: readonly string[]): Redirect | undefined {
  const query = (request.url ?? '').split('?').slice(1).join('?')
  const parameters = new URLSearchParams(query)
  if (SINGLE.some(name => parameters.getAll(name).length > 1)) return undefined
  if (parameters.has('code') === parameters.has('error')) return undefined
  const given = parameters.get('state') ?? ''
  // Every one is compared, so that the time taken tells nothing.
  const [state] = states.filter(one => isSameText(given, one))
  if (state === undefined) return undefined
  return { query, state, kind: parameters.has('code') ? 'code' : 'error' }
}
