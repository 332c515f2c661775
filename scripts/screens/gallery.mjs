import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import process from 'node:process'
import { repository } from '../provide/repository.mjs'
import { untilDrawn } from './drawn.mjs'

const built = join(repository, 'out', 'gallery')
/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' }

/**
 * How to look at a state.
 *
 * @typedef {object} Look
 * @property {string} name      of the state
 * @property {string} theme     `light`, `dark` or `forced`: the system's high-contrast colours
 * @property {string} locale
 * @property {number} width     CSS pixels
 * @property {number} height
 */

/**
 * Opens the built gallery in a window of the given Electron.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export async function openGallery(program, env) {
  const { _electron } = await import('playwright-core')
  const server = createServer((request, response) => void serve(request.url ?? '/', response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  const url = `http://127.0.0.1:${address.port}/gallery.html`
  const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0
  const application = await _electron.launch({
    executablePath: program,
    args: [...(isRootOnLinux ? ['--no-sandbox'] : []), join(repository, 'scripts', 'screens', 'app'), url],
    env: Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    chromiumSandbox: !isRootOnLinux,
  })
  const page = await application.firstWindow()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  // Nothing is drawn as though somebody pointed at it.
  await page.mouse.move(0, 0)
  await page.locator('#window[data-states]').waitFor({ state: 'attached' })
  /** @type {{ name: string }[]} */
  const states = JSON.parse(await page.locator('#window').getAttribute('data-states') ?? '[]')
  let seen = ''
  return {
    page,
    names: states.map(({ name }) => name),
    /**
     * Draws a state, in the page that is open already: the gallery makes each state anew, and says when it is drawn.
     *
     * @param {Look} look
     */
    async show({ name, theme, locale, width, height }) {
      const way = `${theme === 'forced'} ${width} ${height}`
      if (way !== seen) {
        await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: theme === 'forced' ? 'active' : 'none' })
        await page.setViewportSize({ width, height })
        seen = way
      }
      const hash = `#${[name, ...(theme === 'light' ? [] : ['dark']), ...(locale === 'es' ? ['es'] : [])].join('&')}`
      await page.evaluate(wanted => {
        const { document, location } = /** @type {any} */ (globalThis)
        delete document.documentElement.dataset.drawn
        location.hash = wanted
      }, hash)
      await untilDrawn(page, hash)
    },
    async close() {
      await application.close()
      server.close()
    },
  }
}

/**
 * @param {string} path
 * @param {import('node:http').ServerResponse} response
 */
async function serve(path, response) {
  const file = normalize(join(built, decodeURIComponent(new URL(path, 'http://gallery').pathname)))
  const text = file.startsWith(built + sep) ? await readFile(file).catch(() => undefined) : undefined
  if (text === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(text)
}
