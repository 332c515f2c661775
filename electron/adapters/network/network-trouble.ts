import type { NetworkTrouble } from '../../../shared/failures.ts'

/** Codes of Node's sockets, of its resolver, of OpenSSL and of undici, by what they mean to a person. */
const NODE_CODES: Readonly<Record<string, NetworkTrouble>> = {
  ENOTFOUND: 'no_such_host', EAI_AGAIN: 'no_such_host', EAI_NODATA: 'no_such_host', EAI_NONAME: 'no_such_host',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'offline', ENETDOWN: 'offline', ENONET: 'offline', EADDRNOTAVAIL: 'offline',
  ETIMEDOUT: 'no_answer', EHOSTUNREACH: 'no_answer', EHOSTDOWN: 'no_answer', ECONNRESET: 'no_answer', ECONNABORTED: 'no_answer', EPIPE: 'no_answer',
  UND_ERR_CONNECT_TIMEOUT: 'no_answer', UND_ERR_HEADERS_TIMEOUT: 'no_answer', UND_ERR_BODY_TIMEOUT: 'no_answer', UND_ERR_SOCKET: 'no_answer',
  EPROTO: 'tls', UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls', UNABLE_TO_GET_ISSUER_CERT: 'tls', UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls', DEPTH_ZERO_SELF_SIGNED_CERT: 'tls', CERT_HAS_EXPIRED: 'tls', CERT_NOT_YET_VALID: 'tls', CERT_REVOKED: 'tls',
  CERT_UNTRUSTED: 'tls', CERT_REJECTED: 'tls', INVALID_CA: 'tls', HOSTNAME_MISMATCH: 'tls', CERT_SIGNATURE_FAILURE: 'tls', CERT_CHAIN_TOO_LONG: 'tls',
}

/** Chromium's names (net/base/net_error_list.h), the first that fits. */
const CHROMIUM_NAMES: readonly (readonly [RegExp, NetworkTrouble])[] = [
  [/^INTERNET_DISCONNECTED|^ADDRESS_UNREACHABLE|^NETWORK_ACCESS_DENIED/, 'offline'],
  [/^NAME_|^DNS_|^ICANN_NAME_COLLISION/, 'no_such_host'],
  [/PROXY_AUTH/, 'proxy_wants_password'],
  [/PROXY|^TUNNEL_CONNECTION_FAILED|^SOCKS_|^PAC_/, 'proxy'],
  [/^CERT_|^SSL_|^BAD_SSL_|_CERT_|^PINNED_KEY_NOT_IN_CERT_CHAIN/, 'tls'],
  [/^CONNECTION_REFUSED/, 'refused'],
  [/^(TOO_MANY|UNSAFE|UNEXPECTED)_REDIRECT/, 'captive_portal'],
]

function chromiumTrouble(message: string): NetworkTrouble | undefined {
  // Electron's net.fetch says so when a redirect comes that nobody may follow.
  if (message.includes('Redirect was cancel')) return 'captive_portal'
  const name = /net::ERR_([A-Z0-9_]+)/.exec(message)?.[1]
  if (name === undefined) return undefined
  return CHROMIUM_NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? 'no_answer'
}

function nodeTrouble(error: Error): NetworkTrouble | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined) return undefined
  if (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_')) return 'tls'
  return NODE_CODES[code]
}

/**
 * Why a request got no answer, told from the error that fetch rejected with (Node's, or Electron's net.fetch).
 *
 * Looks through causes and through the single attempts of an AggregateError. What can't be told apart is `no_answer`.
 */
export function troubleOf(error: unknown): NetworkTrouble {
  return findTrouble(error, 0) ?? 'no_answer'
}

function findTrouble(error: unknown, depth: number): NetworkTrouble | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined
  const here = nodeTrouble(error) ?? chromiumTrouble(error.message)
  if (here !== undefined) return here
  const attempts = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return [error.cause, ...attempts].map(inner => findTrouble(inner, depth + 1)).find(found => found !== undefined)
}
