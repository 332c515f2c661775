import { fromRfc3339, toRfc3339, type Instant } from '../../../shared/instant.ts'
import { Secret } from '../secret.ts'

/** The four keys that are ours, in the order in which we write them. Every other key belongs to somebody else. */
export const OUR_KEYS = ['cerby_workspace', 'cerby_base_url', 'cerby_bearer_token', 'cerby_token_expiration'] as const
export type OurKey = (typeof OUR_KEYS)[number]

/** The two that a dead token takes with it. */
export const TOKEN_KEYS: readonly OurKey[] = ['cerby_bearer_token', 'cerby_token_expiration']

/** What a section says through our keys. `undefined`: the key is missing, or its value means nothing. */
export interface ProfileEntry {
  workspace: string | undefined
  baseUrl: string | undefined
  bearerToken: Secret | undefined
  expiresAt: Instant | undefined
}

/** What we write to a section. */
export interface WholeEntry {
  workspace: string
  baseUrl: string
  bearerToken: Secret
  expiresAt: Instant
}

// RFC 6750, section 2.1 (b64token): nothing in it that any parser takes for a comment, a quote or an interpolation.
const B64TOKEN = /^[A-Za-z0-9._~+/-]+=*$/
const WORKSPACE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const BASE_URL = /^https?:\/\/[A-Za-z0-9._~:/?&=+@,!$()*[\]-]+$/

/** Reads our keys out of a section's values. */
export function profileEntry(values: ReadonlyMap<string, string>): ProfileEntry {
  const token = values.get('cerby_bearer_token')
  return {
    workspace: values.get('cerby_workspace') || undefined,
    baseUrl: values.get('cerby_base_url') || undefined,
    bearerToken: token !== undefined && B64TOKEN.test(token) ? new Secret(token) : undefined,
    expiresAt: fromRfc3339(values.get('cerby_token_expiration') ?? ''),
  }
}

/**
 * An entry as `key = value` pairs whose text every known parser reads alike, or `undefined` where a value can't be
 * written so: a token that isn't a b64token, say.
 */
export function entryValues(entry: WholeEntry): Map<OurKey, string> | undefined {
  const token = entry.bearerToken.expose()
  if (!B64TOKEN.test(token) || !WORKSPACE.test(entry.workspace) || !BASE_URL.test(entry.baseUrl)) return undefined
  return new Map([
    ['cerby_workspace', entry.workspace],
    ['cerby_base_url', entry.baseUrl],
    ['cerby_bearer_token', token],
    ['cerby_token_expiration', toRfc3339(entry.expiresAt)],
  ])
}
