import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './child.mjs'
import { held } from './held.mjs'
import { repository } from './repository.mjs'
import { StepFailed, say, seconds } from './say.mjs'

/**
 * Makes node_modules what package-lock.json says, when it isn't.
 *
 * No package's own script runs: of the two that have one, electron-winstaller's serves a target that we don't make,
 * and keytar's copies code that keytar also finds where it lies. So nothing installed runs before it is used.
 *
 * @param {string} [root]
 */
export async function providePackages(root = repository) {
  if (isInstalled(root)) return
  await held(join(root, 'out', '.installing'), async () => {
    if (!isInstalled(root)) await install(root)
  })
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Entry
 */

/**
 * Compares the lock with the list that npm leaves in node_modules when it has finished, and only then.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = entries(join(root, 'package-lock.json'))
  const present = entries(join(root, 'node_modules', '.package-lock.json'))
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true
    const installed = present[place]
    // An optional package is for another kind of machine when npm left it out.
    if (installed === undefined) return entry.optional === true || entry.devOptional === true
    return installed.version === entry.version && installed.integrity === entry.integrity
  })
}

/**
 * @param {string} lock
 * @returns {Record<string, Entry>}  none when the file is missing
 */
function entries(lock) {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')).packages : {}
}

/** @param {string} root */
async function install(root) {
  const why = existsSync(join(root, 'node_modules')) ? 'is not what package-lock.json says' : 'is missing'
  say(`node_modules ${why}: installing`)
  const since = performance.now()
  const { code, output } = await npm(['ci', '--ignore-scripts'], root)
  if (code !== 0) {
    // A half-made folder would pass for a whole one.
    rmSync(join(root, 'node_modules'), { recursive: true, force: true })
    throw new StepFailed(`npm could not install the packages:\n${output}`, 'Check that this machine reaches its npm registry (`npm ping`), then start again.')
  }
  say(`Installed the packages (${seconds(since)}).`)
}
