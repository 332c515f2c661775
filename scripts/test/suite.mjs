import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { run } from '../provide/child.mjs'
import { repository, tool } from '../provide/repository.mjs'

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} notRun  tests that say they are not for this machine
 * @property {string[]} again   tests that passed at the second try only, each with why not at the first
 * @property {string} output    what the suite printed
 */

/** Far above what any suite takes: it ends a run that hangs. */
const limitMs = 15 * 60 * 1000

/** Captured output is printed where ours goes, and that may be a file. */
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }

/**
 * Runs scripts/<name>.mjs as one test.
 *
 * @param {string} name
 * @returns {Promise<Result>}
 */
export async function runScript(name) {
  const { code, output } = await run(process.execPath, [join(repository, 'scripts', `${name}.mjs`)], { cwd: repository, env, quiet: true, limitMs })
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notRun: [], again: [], output }
}

/**
 * Runs one of vitest.config.ts's projects and counts its tests.
 *
 * @param {string} project
 * @returns {Promise<Result>}
 */
export async function runVitest(project) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-report-'))
  const report = join(folder, 'report.json')
  try {
    const words = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code, output } = await run(process.execPath, [tool('vitest/vitest.mjs'), ...words], { cwd: repository, env, quiet: true, limitMs })
    return count(project, code, output, existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 * @typedef {{ name: string, status: string, assertionResults: Assertion[] }} TestFile
 */

/**
 * @param {string} project
 * @param {number} code  vitest's exit code
 * @param {string} output
 * @param {{ testResults: TestFile[] } | undefined} report
 * @returns {Result}
 */
export function count(project, code, output, report) {
  const files = report?.testResults ?? []
  const tests = files.flatMap(file => file.assertionResults)
  const passed = tests.filter(test => test.status === 'passed').length
  const failedTests = tests.filter(test => test.status === 'failed').length
  // A file that can't be loaded has no test to fail.
  const brokenFiles = files.filter(file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed')).length
  const notRun = tests.filter(test => test.status !== 'passed' && test.status !== 'failed').map(test => test.fullName)
  const again = tests.flatMap(({ status, fullName, failureMessages: [why] = [] }) => (status === 'passed' && why !== undefined ? [`${fullName}: ${why.split('\n')[0]}`] : []))
  const counted = failedTests + brokenFiles
  const hasCrashed = counted === 0 && (code !== 0 || passed === 0)
  const words = hasCrashed ? `\nThe suite ${project} ended with code ${code} after ${passed} passed tests: it counts as one failed.\n` : ''
  return { passed, failed: counted + (hasCrashed ? 1 : 0), notRun, again, output: output + words }
}
