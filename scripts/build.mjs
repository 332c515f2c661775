/**
 * Builds what has changed into out/: main.js, preload.cjs, workspace.js, cli.js, renderer/.
 *
 *     node scripts/build.mjs [--force] [target ...]
 *
 * Each target is made beside its place and then moved, so that an app that starts meanwhile finds the old or the new
 * one whole.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { isStamped, printOf, writeStamp } from './build/fresh.mjs'
import { targets } from './build/targets.mjs'
import { held } from './provide/held.mjs'
import { isRunDirectly, repository } from './provide/repository.mjs'
import { StepFailed, runCommand, say, seconds } from './provide/say.mjs'

/** What makes every target stale: the versions of what is bundled, and the build itself. */
const always = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/build']

/**
 * @typedef {object} Wish
 * @property {string} [root]
 * @property {string[]} [only]   names of targets; none means those that the app is made of
 * @property {boolean} [force]   build what is fresh, too
 */

/**
 * What a build would build now.
 *
 * @param {Wish} [wish]
 */
export function staleTargets({ root = repository, only = [], force = false } = {}) {
  const wanted = targets(root).filter(({ name, isPartOfApp }) => (only.length === 0 ? isPartOfApp : only.includes(name)))
  return wanted
    .map(target => ({ target, print: printOf(root, [...always, ...target.reads]) }))
    .filter(({ target, print }) => force || !existsSync(join(root, 'out', target.makes)) || !isStamped(stampOf(root, target), print))
}

/**
 * Builds the targets that are stale.
 *
 * @param {Wish} [wish]
 * @returns {Promise<string[]>} names of the targets that were built; none when all were fresh
 */
export async function build(wish = {}) {
  const { root = repository } = wish
  if (staleTargets(wish).length === 0) return []
  // Two starts in one checkout would otherwise move files under each other's hands.
  return held(join(root, 'out', '.building'), async () => {
    const stale = staleTargets(wish)
    if (stale.length === 0) return []
    const names = stale.map(({ target }) => target.name)
    const since = performance.now()
    const vite = await import('vite')
    const outcomes = await inProduction(() => Promise.allSettled(stale.map(({ target, print }) => buildOne(vite, root, target, print))))
    const reasons = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
    if (reasons.length > 0) throw new StepFailed(`The build failed.\n${reasons.join('\n')}`, 'Mend what it names and start again.')
    say(`Built ${names.join(', ')} (${seconds(since)}).`)
    return names
  })
}

/**
 * Vitest sets NODE_ENV to `test`, and the React plugin then calls React's development runtime, which a production bundle
 * doesn't have: the window would stay empty.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inProduction(work) {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

/**
 * @param {string} root
 * @param {import('./build/targets.mjs').Target} target
 */
const stampOf = (root, target) => join(root, 'out', '.stamps', target.name)

/**
 * @param {typeof import('vite')} vite
 * @param {string} root
 * @param {import('./build/targets.mjs').Target} target
 * @param {string} print
 */
async function buildOne(vite, root, target, print) {
  const out = join(root, 'out')
  const isPage = target.makes.includes('/')
  const beside = join(out, `.next-${target.name}`)
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(beside, { recursive: true })
  const config = await target.config()
  await vite.build({ ...config, build: { ...config.build, outDir: beside, emptyOutDir: true } })
  rmSync(stampOf(root, target), { force: true })
  for (const name of isPage ? [''] : readdirSync(beside)) {
    const place = join(out, isPage ? target.name : name)
    rmSync(place, { recursive: true, force: true })
    renameSync(join(beside, name), place)
  }
  rmSync(beside, { recursive: true, force: true })
  writeStamp(stampOf(root, target), print)
}

if (isRunDirectly(import.meta.url)) {
  await runCommand(async () => {
    const words = process.argv.slice(2)
    const only = words.filter(word => !word.startsWith('-'))
    const built = await build({ only, force: words.includes('--force') })
    if (built.length === 0) say('Nothing has changed since the last build.')
  })
}
