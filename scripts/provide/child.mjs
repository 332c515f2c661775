import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { existsSync } from 'node:fs'
import { StepFailed } from './say.mjs'

/**
 * @typedef {object} Ended
 * @property {number} code    the exit code; 128 + the signal's number when a signal ended it
 * @property {string} output  both streams, as far as they were captured
 */

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, limitMs?: number }} [how]
 *   quiet: capture both streams instead of passing them through; limitMs: kill it after so long
 * @returns {Promise<Ended>}  never rejects for a failing program; rejects when it can't be started
 */
export function run(program, words, { cwd, env = process.env, quiet = false, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: /** @type {const} */ ('SIGKILL') }),
      env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', text => { output += text })
    child.stderr?.setEncoding('utf8').on('data', text => { output += text })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output })
    })
  })
}

/**
 * Runs npm, the very one that runs us where there is one: an `npm` on PATH may belong to another Node.
 *
 * @param {string[]} words
 * @param {string} cwd
 * @returns {Promise<Ended>}
 */
export function npm(words, cwd) {
  const code = npmCode()
  if (code === undefined) {
    throw new StepFailed('npm was not found beside this Node.', 'Start through npm (`npm start`, `npm test`), or install Node with its npm.')
  }
  // npm's own variables would make the inner npm act on our package instead of on `cwd`.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfThisRun(name)))
  return run(process.execPath, [code, ...words, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
    { cwd, env, quiet: true })
}

/** @param {string} name */
const isOfThisRun = name => /^npm_(package_|lifecycle_|command$|config_local_prefix$|config_prefix$)/.test(name)

/**
 * @returns {string | undefined}  npm's program, to be run by Node
 */
export function npmCode() {
  const here = dirname(process.execPath)
  return [
    process.env.npm_execpath,
    join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ].find(path => path !== undefined && /npm-cli\.[cm]?js$/.test(path) && existsSync(path))
}
