import type { IncomingHttpHeaders } from 'node:http'

export type HostVerdict = 'admitted' | 'wrong_host' | 'foreign_page'

/** The names under which this service may be asked: what a rebinding page can't be. */
export function ownHosts(origin: string, port: number): ReadonlySet<string> {
  return new Set([new URL(origin).host, `127.0.0.1:${String(port)}`, `localhost:${String(port)}`])
}

const SIDE_EFFECTS = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

function isPage(path: string): boolean {
  return !path.startsWith('/api/') && !path.startsWith('/oidc/') && !path.startsWith('/.well-known/')
}

/**
 * SECURITY: a web page can make a browser ask 127.0.0.1. By DNS rebinding it does so under its own name, so only our names
 * pass; as a form, an image or a fetch it carries `Origin` or `Sec-Fetch-Site`. The API isn't for pages at all, and our own
 * forms answer to our own pages alone.
 */
export function judgeHost(method: string, path: string, headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): HostVerdict {
  const { host, origin } = headers
  // A whole address in the request line (RFC 9112, section 3.2.2) names a host too, and would be taken for ours in links.
  if (host === undefined || !hosts.has(host) || !path.startsWith('/')) return 'wrong_host'
  if (origin !== undefined && !(isPage(path) && isOwn(origin, hosts))) return 'foreign_page'
  return comesFromElsewhere(headers) && !leadsHere(method, path, headers) ? 'foreign_page' : 'admitted'
}

function comesFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}

/** A link from elsewhere may lead to a page of ours, and to where a sign-in begins; nothing else may. */
function leadsHere(method: string, path: string, headers: IncomingHttpHeaders): boolean {
  return !SIDE_EFFECTS.has(method) && headers['sec-fetch-mode'] === 'navigate' && !path.startsWith('/api/')
}

function isOwn(origin: string, hosts: ReadonlySet<string>): boolean {
  return URL.canParse(origin) && hosts.has(new URL(origin).host)
}
