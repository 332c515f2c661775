/**
 * Draws every state of every screen, in both themes and two languages, and puts them on one sheet:
 *
 *     npm run screens [-- folder] [--only=home,keys/details] [--small]
 *
 * `--only` names states or the screens they belong to. `--small` draws them 320 pixels wide, as 200 % zoom leaves them
 * (560 by 370), and in the system's high-contrast colours instead. The states are the gallery's (renderer/gallery/),
 * drawn by the real window's code in the Electron that runs the app. Nothing is written into the repository unless the
 * folder named lies in it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { hasDisplay, startDisplay } from './provide/display.mjs'
import { provideElectron } from './provide/electron.mjs'
import { runCommand, say, seconds } from './provide/say.mjs'
import { openGallery } from './screens/gallery.mjs'
import { sheet } from './screens/sheet.mjs'

const whole = { width: 1120, height: 740 }
const usual = ['light', 'dark'].flatMap(theme => ['en', 'es'].map(locale => ({ theme, locale, ...whole })))
const small = [{ theme: 'light', locale: 'en', width: 320, height: 640 }, { theme: 'light', locale: 'es', width: 560, height: 370 }, { theme: 'forced', locale: 'en', ...whole }]

/** How many states share a sheet: Chromium draws no picture that is higher than 16,384 pixels. */
const statesOnSheet = 40

await runCommand(async () => {
  const words = process.argv.slice(2)
  const only = words.find(word => word.startsWith('--only='))?.slice('--only='.length).split(',')
  const variants = words.includes('--small') ? small : usual
  const folder = resolve(words.find(word => !word.startsWith('--')) ?? join(tmpdir(), 'latchkey-screens'))
  mkdirSync(folder, { recursive: true })
  const [electron] = await Promise.all([provideElectron(), build({ only: ['gallery'] })])
  const since = performance.now()
  const display = hasDisplay() ? undefined : await startDisplay()
  const gallery = await openGallery(electron.program, { ...process.env, ...display?.env })
  const names = gallery.names.filter(name => only?.some(wanted => name === wanted || name.startsWith(`${wanted}/`)) ?? true)
  try {
    /** @type {import('./screens/sheet.mjs').Picture[]} */
    const pictures = []
    for (const variant of variants) {
      for (const name of names) {
        const { theme, locale, width } = variant
        const file = `${name.replaceAll('/', '-')}-${theme}-${locale}${width === whole.width ? '' : `-${width}`}.png`
        await gallery.show({ name, ...variant })
        await gallery.page.screenshot({ path: join(folder, file) })
        pictures.push({ name, theme, locale, width, file })
      }
      say(`Drew ${pictures.length} of ${names.length * variants.length} (${seconds(since)}).`)
    }
    for (let at = 0; at < names.length; at += statesOnSheet) {
      const some = names.slice(at, at + statesOnSheet)
      const place = join(folder, `sheet${at === 0 ? '' : `-${at / statesOnSheet + 1}`}`)
      writeFileSync(`${place}.html`, sheet(pictures.filter(({ name }) => some.includes(name))))
      await gallery.page.emulateMedia({ forcedColors: 'none' })
      await gallery.page.goto(pathToFileURL(`${place}.html`).href)
      await gallery.page.screenshot({ path: `${place}.png`, fullPage: true })
      process.stdout.write(`${place}.png\n`)
    }
    say(`Drew ${pictures.length} pictures (${seconds(since)}).`)
  } finally {
    await gallery.close()
    await display?.stop()
  }
})
