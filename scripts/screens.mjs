/**
 * Draws every state of every screen, in both themes and two languages, and puts them on one sheet:
 *
 *     npm run screens [-- folder]
 *
 * The states are the gallery's (renderer/gallery/), drawn by the real window's code in the Electron that runs the app.
 * Nothing is written into the repository unless the folder named lies in it.
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

const variants = ['light', 'dark'].flatMap(theme => ['en', 'es'].map(locale => ({ theme, locale })))

await runCommand(async () => {
  const folder = resolve(process.argv[2] ?? join(tmpdir(), 'latchkey-screens'))
  mkdirSync(folder, { recursive: true })
  const [electron] = await Promise.all([provideElectron(), build({ only: ['gallery'] })])
  const since = performance.now()
  const display = hasDisplay() ? undefined : await startDisplay()
  const gallery = await openGallery(electron.program, { ...process.env, ...display?.env })
  try {
    /** @type {import('./screens/sheet.mjs').Picture[]} */
    const pictures = []
    for (const { name, play } of gallery.states) {
      for (const { theme, locale } of variants) {
        const file = `${name.replaceAll('/', '-')}-${theme}-${locale}.png`
        await gallery.show({ name, play, theme, locale })
        await gallery.page.screenshot({ path: join(folder, file) })
        pictures.push({ name, theme, locale, file })
      }
    }
    const page = join(folder, 'sheet.html')
    writeFileSync(page, sheet(pictures))
    await gallery.page.goto(pathToFileURL(page).href)
    await gallery.page.screenshot({ path: join(folder, 'sheet.png'), fullPage: true })
    say(`Drew ${pictures.length} pictures (${seconds(since)}).`)
    process.stdout.write(`${join(folder, 'sheet.png')}\n`)
  } finally {
    await gallery.close()
    await display?.stop()
  }
})
