import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import process from 'node:process'
import { repository } from '../provide/repository.mjs'

const built = join(repository, 'out', 'gallery')
/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' }

/**
 * @typedef {{ press: string } | { type: string }} Step  what a person does first: presses a button, or types
 * @typedef {{ name: string, play: Step[] }} State
 * @typedef {State & { theme: string, locale: string }} Wish
 */

/**
 * Opens the built gallery in a window of the given Electron.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 * @param {{ width: number, height: number }} [size]
 */
export async function openGallery(program, env, size = { width: 1120, height: 740 }) {
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
  await page.setViewportSize(size)
  await page.locator('#window[data-states]').waitFor()
  /** @type {State[]} */
  const states = JSON.parse(await page.locator('#window').getAttribute('data-states') ?? '[]')
  return {
    page,
    states,
    /** @param {Wish} wish */
    async show({ name, play, theme, locale }) {
      // Loaded anew: a dialog or a focus of the state before must not be left.
      await page.goto('about:blank')
      await page.goto(`${url}#${[name, ...(theme === 'dark' ? ['dark'] : []), ...(locale === 'es' ? ['es'] : [])].join('&')}`)
      await page.locator('#window > *').first().waitFor({ state: 'attached' })
      for (const step of play) {
        if ('press' in step) await page.getByRole('button', { name: step.press }).first().click()
        else await page.keyboard.type(step.type)
      }
      await page.evaluate('document.fonts.ready.then(() => undefined)')
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
