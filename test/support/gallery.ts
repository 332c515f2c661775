import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { CONTENT_POLICY } from '../../electron/desktop/content-policy.ts'
import { build } from '../../scripts/build.mjs'
import { repository } from '../../scripts/provide/repository.mjs'
import { untilDrawn } from '../../scripts/screens/drawn.mjs'
import { INSTALLED } from './system-browser.ts'

type State = { readonly name: string }

/** How to look at a state. */
export type Look = { readonly theme: 'light' | 'dark'; readonly language?: 'es' }

/** The gallery of every screen and state, in a real Chromium, under the window's own content security policy. */
export type OpenGallery = {
  /** A page of it. What its console complains of, violations of the policy above all, gathers in `complaints`. */
  open(options: Parameters<Browser['newPage']>[0]): Promise<{ page: Page; complaints: string[]; states: readonly State[] }>
  /** Draws a state, and what a person does first in it; returns when nothing changes any more. */
  show(page: Page, state: State, look: Look): Promise<void>
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' }

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    readFile(join(folder, path)).then(
      body => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': CONTENT_POLICY }).end(body),
      // Chromium asks for an icon of its own accord.
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    )
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return server
}

/** Builds the gallery where it is stale and serves it from loopback, for a browser that each page opens. */
export async function openGallery(): Promise<OpenGallery> {
  await build({ only: ['gallery'] })
  const server = await serve(join(repository, 'out', 'gallery'))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gallery.html`
  const browsers: Browser[] = []
  return {
    async open(options) {
      // One for each page: a second page would be a covered window, which Chromium draws when it likes.
      const browser = await chromium.launch(INSTALLED)
      browsers.push(browser)
      const page = await browser.newPage({ viewport: { width: 1120, height: 740 }, reducedMotion: 'reduce', ...options })
      const complaints: string[] = []
      page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()) })
      page.on('pageerror', error => complaints.push(String(error)))
      await page.goto(address)
      const listed = await page.locator('#window[data-states]').getAttribute('data-states')
      return { page, complaints, states: JSON.parse(listed ?? '[]') as State[] }
    },
    async show(page, { name }, { theme, language }) {
      const hash = `#${[name, theme, ...(language ? [language] : [])].join('&')}`
      await page.evaluate(wanted => { location.hash = wanted }, hash)
      await untilDrawn(page, hash)
    },
    async close() {
      await Promise.all(browsers.map(browser => browser.close()))
      await new Promise(closed => server.close(closed))
    },
  }
}
