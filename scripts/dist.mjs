/**
 * Packs the app for this machine's kind into dist/:
 *
 *     npm run dist             installers and archives, for which electron-builder downloads its tools
 *     npm run dist -- --dir    the app in a folder; needs nothing from the network
 */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { provideElectron } from './provide/electron.mjs'
import { isRunDirectly, repository } from './provide/repository.mjs'
import { runCommand, say, seconds } from './provide/say.mjs'

/**
 * @param {{ isFolder: boolean, output?: string }} wish  output: where, instead of dist/
 * @returns {Promise<string>} the folder of the unpacked app
 */
export async function pack({ isFolder, output = join(repository, 'dist') }) {
  const [electron] = await Promise.all([provideElectron(), build()])
  const since = performance.now()
  const builder = await import('electron-builder')
  await builder.build({
    projectDir: repository,
    targets: builder.Platform.current().createTarget(isFolder ? builder.DIR_TARGET : undefined),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      electronDist: electron.folder,
      electronVersion: electron.version,
      directories: { output },
      files: nativeFiles(electron.kind === 'fallback' ? 'libsql' : 'better-sqlite3'),
    },
  })
  const folder = unpackedIn(output)
  say(`Packed Latchkey on Electron ${electron.version} into ${folder} (${seconds(since)}).`)
  return folder
}

/**
 * Leaves out the SQLite driver that this Electron can't load, and the native code for other machines.
 *
 * @param {'better-sqlite3' | 'libsql'} driver
 */
function nativeFiles(driver) {
  const here = `${process.platform}-${process.arch}`
  const unused = driver === 'libsql' ? ['better-sqlite3'] : ['libsql', '@libsql', '@neon-rs', 'detect-libc']
  const foreign = [
    ...notOurs(join('node_modules', 'keytar', 'prebuilds'), name => name === here),
    ...notOurs(join('node_modules', 'better-sqlite3', 'prebuilds'), name => name === `${here}.node`),
    ...notOurs(join('node_modules', '@libsql'), name => name.startsWith(here) && !name.endsWith('-musl')),
  ]
  return [...unused.map(name => `!node_modules/${name}/**`), ...foreign.map(path => `!${path}{,/**}`)]
}

/**
 * @param {string} folder  relative to the repository
 * @param {(name: string) => boolean} isOurs
 */
function notOurs(folder, isOurs) {
  const full = join(repository, folder)
  const names = existsSync(full) ? readdirSync(full) : []
  return names.filter(name => !isOurs(name)).map(name => `${folder.replaceAll('\\', '/')}/${name}`)
}

/** @param {string} output */
function unpackedIn(output) {
  const name = readdirSync(output).find(entry => /^(linux|win|mac)(-\w+)?(-unpacked)?$/.test(basename(entry)))
  return join(output, name ?? '')
}

if (isRunDirectly(import.meta.url)) {
  await runCommand(async () => {
    await pack({ isFolder: process.argv.includes('--dir') })
  })
}
