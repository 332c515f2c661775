import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { provideElectron } from './provide/electron.mjs'
import { repository } from './provide/repository.mjs'
import { StepFailed, say, seconds } from './provide/say.mjs'

/**
 * Runs the measurements in a folder one after the other and prints what they give as one JSON document on standard
 * output. Each is a file that exports `measure(): Promise<unknown>`; its name is the key. Figures are printed, never
 * judged: a machine is as fast as it is.
 *
 * @param {string} folder    relative to the repository
 * @param {string[]} wanted  names of measurements; none means all
 * @param {{ needsApp: boolean }} how  needsApp: have it built, and its executable named in LATCHKEY_TESTED
 */
export async function printFigures(folder, wanted, { needsApp }) {
  const full = join(repository, folder)
  const names = readdirSync(full).filter(name => name.endsWith('.ts')).map(name => name.slice(0, -'.ts'.length)).sort()
  const unknown = wanted.filter(name => !names.includes(name))
  if (unknown.length > 0) throw new StepFailed(`There is no measurement ${unknown.join(', ')} in ${folder}.`, `Name some of: ${names.join(', ')}.`)
  if (needsApp) {
    const [electron] = await Promise.all([provideElectron(), build()])
    process.env.LATCHKEY_TESTED = electron.program
  }
  /** @type {Record<string, unknown>} */
  const figures = {}
  for (const name of names.filter(name => wanted.length === 0 || wanted.includes(name))) {
    const since = performance.now()
    const { measure } = await import(pathToFileURL(join(full, `${name}.ts`)).href)
    figures[name] = await measure()
    say(`${name}: measured (${seconds(since)})`)
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
}
