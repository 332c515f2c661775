/**
 * Runs every suite and sums them up: build, types, lint, walls, unit, integration, end to end, and the packed app.
 *
 *     npm test [-- suite ...]
 *
 * The last line is `N passed, N failed`. A suite that crashes, runs too long or runs no test has failed.
 */
import process from 'node:process'
import { missingPrograms } from './provide/debian.mjs'
import { provideElectron } from './provide/electron.mjs'
import { runCommand, say, seconds, StepFailed } from './provide/say.mjs'
import { runScript, runVitest } from './test/suite.mjs'

/** @typedef {import('./test/suite.mjs').Result} Result */

/** @type {Record<string, () => Promise<Result>>} */
const suites = {
  build: () => runScript('build'),
  types: () => runScript('typecheck'),
  lint: () => runScript('lint'),
  unit: () => runVitest('unit'),
  walls: () => runVitest('walls'),
  integration: () => runVitest('integration'),
  e2e: () => runVitest('e2e'),
  packed: () => runVitest('packed'),
}

await runCommand(async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter(name => !(name in suites))
  if (unknown.length > 0) throw new StepFailed(`There is no suite ${unknown.join(', ')}.`, `Name some of: ${Object.keys(suites).join(', ')}.`)
  if (wanted.length > 0) say(`Running only: ${wanted.join(', ')}`)
  const missing = missingPrograms()
  if (missing.length > 0) throw new StepFailed(`These programs are missing: ${missing.join(', ')}`, 'Install them with your system\'s package manager; on Debian `npm test` as root does it.')

  const since = performance.now()
  /** @param {string[]} names */
  const inOrder = async names => {
    /** @type {Result[]} */
    const results = []
    for (const name of names.filter(name => wanted.length === 0 || wanted.includes(name))) results.push(await runSuite(name))
    return results
  }
  // Two cores: what only computes runs beside what mostly waits; the end-to-end tests have the machine to themselves.
  const first = await Promise.all([
    inOrder(['build', 'types', 'lint', 'walls']),
    Promise.all([provideElectron(), inOrder(['unit'])]).then(async ([, unit]) => [...unit, ...await inOrder(['integration'])]),
  ])
  const results = [...first.flat(), ...await inOrder(['e2e', 'packed'])]
  return sumUp(results, since)
})

/**
 * @param {string} name
 * @returns {Promise<Result>}
 */
async function runSuite(name) {
  const since = performance.now()
  const result = await /** @type {() => Promise<Result>} */ (suites[name])()
  if (result.failed > 0) process.stdout.write(`\n==== ${name}\n${result.output}\n`)
  say(`${name}: ${result.passed} passed, ${result.failed} failed (${seconds(since)})`)
  for (const test of result.again) say(`  passed at the second try only: ${test}`)
  for (const test of result.notRun) say(`  not run here: ${test}`)
  return result
}

/**
 * @param {Result[]} results
 * @param {number} since
 * @returns {number} the exit code
 */
function sumUp(results, since) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  say(`All suites took ${seconds(since)}.`)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  return failed === 0 && passed > 0 ? 0 : 1
}
