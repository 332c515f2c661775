import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { isLoopback, isPrivateOnTheWire } from '../network/loopback-host.ts'

const WORKSPACE_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const API_PATH = '/api/v1'

export type AddressFailure = { code: 'insecure_address'; host: string } | { code: 'malformed_address' }

/** `acme`, `acme.cerby.com`, `127.0.0.1:4000` and whole URLs, as a URL; undefined for what is none. */
function asUrl(text: string): URL | undefined {
  if (/[\s\p{Cc}]/u.test(text) || text.length > 2_048) return undefined
  if (HAS_SCHEME.test(text)) return URL.canParse(text) ? new URL(text) : undefined
  if (WORKSPACE_NAME.test(text) && text.toLowerCase() !== 'localhost') return new URL(`https://${text.toLowerCase()}.cerby.com`)
  if (!URL.canParse(`https://${text}`)) return undefined
  const url = new URL(`https://${text}`)
  if (isLoopback(url)) return new URL(`http://${text}`)
  // A word alone that is no workspace's name is a slip, not a host.
  return url.hostname.includes('.') ? url : undefined
}

/**
 * Where a workspace's API is, from what a person typed: its name (`acme`), its host, or any page's address at that host.
 *
 * @returns a base URL that ends in `/api/v1`; plain http only for this computer
 */
export function parseAddress(typed: string): Outcome<{ baseUrl: string; host: string }, AddressFailure> {
  const url = asUrl(typed.trim())
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return fail({ code: 'malformed_address' })
  if (url.hostname === '' || url.username !== '' || url.password !== '') return fail({ code: 'malformed_address' })
  if (!isPrivateOnTheWire(url)) return fail({ code: 'insecure_address', host: url.host })
  const path = url.pathname.replace(/\/+$/, '')
  return succeed({ baseUrl: `${url.origin}${path.endsWith(API_PATH) ? path : API_PATH}`, host: url.host })
}
