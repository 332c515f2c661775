/**
 * What `electron FOLDER` runs: it loads the app in that folder, as the default app of an official Electron does. The
 * Electron that is made from npm has none of its own.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} ForDefaultApps  not in Electron's types */
const loading = /** @type {import('electron').App & ForDefaultApps} */ (app)

Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })

const folder = process.argv.slice(1).find(word => !word.startsWith('-'))
if (folder === undefined) {
  console.error('Name the folder of an app.')
  app.exit(1)
} else {
  const path = resolve(folder)
  const about = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (about.version) loading.setVersion(about.version)
  app.name = about.productName ?? about.name
  app.setDesktopName(about.desktopName ?? `${app.name}.desktop`)
  loading.setAppPath(path)
  // Awaited here: `ready` waits for this module, and schemes are registered before it.
  await import(pathToFileURL(createRequire(import.meta.url).resolve(path)).href)
}
