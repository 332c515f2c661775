import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { CONTENT_POLICY } from './content-policy.ts'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://latchkey'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const HEADERS = {
  'Content-Security-Policy': CONTENT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Must run before the app is ready: tells Chromium that `app:` is a secure origin of its own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/**
 * Serves the built window at `app://latchkey/`. Only files that stand in `folder` now are ever served, by their exact
 * names: a path is looked up, never joined.
 */
export async function serveWindow(session: Session, folder: string): Promise<void> {
  const files = await listed(folder)
  session.protocol.handle(APP_SCHEME, async request => {
    const url = new URL(request.url)
    const path = url.host === 'latchkey' ? files.get(url.pathname === '/' ? '/index.html' : url.pathname) : undefined
    if (path === undefined || request.method !== 'GET') return new Response('Not found', { status: 404 })
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...HEADERS, 'Content-Type': type } })
  })
}

async function listed(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && extname(entry.name) in TYPES).map(entry => join(entry.parentPath, entry.name))
  return new Map(files.map(path => [`/${relative(folder, path).split(sep).join('/')}`, path]))
}
