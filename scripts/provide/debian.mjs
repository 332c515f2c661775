import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { cacheFolder } from './cache-folder.mjs'
import { run } from './child.mjs'
import { isOnPath } from './display.mjs'
import { held } from './held.mjs'
import { StepFailed, say, seconds } from './say.mjs'

/** What an Electron window needs of the system, and a display for it where there is none. */
export const packagesForWindow = ['xvfb', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsecret-1-0']

/**
 * What the tests need besides: a session bus with a real Secret Service, a clipboard, a browser, and the AWS CLI, whose
 * parser reads the credentials file, too.
 */
export const packagesForTests = [...packagesForWindow, 'dbus', 'dbus-x11', 'gnome-keyring', 'xclip', 'xdotool', 'chromium', 'awscli']

/**
 * Installs the Debian packages that are missing, where it may: as root on Debian and its like. Elsewhere on Linux it
 * checks what it can and says the exact line to run.
 *
 * @param {string[]} names
 */
export async function provideDebianPackages(names) {
  if (process.platform !== 'linux') return
  const missing = await missingOf(names)
  if (missing.length === 0) return
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!existsSync('/usr/bin/apt-get')) return
  if (process.getuid?.() !== 0) {
    throw new StepFailed(`These system packages are missing: ${missing.join(' ')}`, `Run: sudo apt-get update && sudo ${line}`)
  }
  await held(join(cacheFolder(), 'debian.lock'), () => install(missing, line))
}

/**
 * @param {string[]} missing
 * @param {string} line
 */
async function install(missing, line) {
  say(`Installing system packages: ${missing.join(' ')}`)
  const since = performance.now()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run('apt-get', ['update', '-qq'], { env, quiet: true })
  const words = ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...missing]
  const { code, output } = await run('apt-get', words, { env, quiet: true })
  if (code !== 0) {
    throw new StepFailed(`apt-get could not install them:\n${updated.output}${output}`, `Run it by hand and see what it says: apt-get update && ${line}`)
  }
  say(`Installed system packages (${seconds(since)}).`)
}

/**
 * @param {string[]} names
 * @returns {Promise<string[]>}  those that dpkg does not have, or all that can't be asked about
 */
async function missingOf(names) {
  if (!existsSync('/usr/bin/dpkg-query')) return []
  const { output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}|${binary:Package}|${Provides}\n'], { quiet: true })
  /** @type {Set<string>} */
  const present = new Set()
  for (const line of output.split('\n')) {
    const [status = '', name = '', provides = ''] = line.split('|')
    if (!status.startsWith('ii')) continue
    // A newer Debian has libgtk-3-0t64, which provides libgtk-3-0.
    for (const word of [name, ...provides.split(',')]) present.add(word.trim().split(/[ :]/)[0] ?? '')
  }
  return names.filter(name => !present.has(name))
}

/**
 * What the end-to-end tests run, as far as this machine lacks it: asked by name, since only Debian's packages can be
 * asked about above.
 *
 * @returns {string[]}
 */
export function missingPrograms() {
  if (process.platform !== 'linux') return []
  return ['Xvfb', 'dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'xclip', 'xdotool', 'chromium', 'aws'].filter(program => !isOnPath(program))
}
