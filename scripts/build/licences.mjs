import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {{ name: string, version: string, licence: string, text?: string }} Licence */

/**
 * Writes `licences.json` beside a bundle: the packages that are in it, and the terms they came with.
 *
 * @param {string} root
 * @param {string} place    of the file, relative to where the bundle goes
 * @param {string[]} beside packages that are shipped without being bundled
 * @returns {import('vite').Plugin}
 */
export function licences(root, place, beside = []) {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const folders = new Set(beside.map(name => join(root, 'node_modules', name)).filter(folder => existsSync(folder)))
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const id of chunk.moduleIds) {
          const folder = packageOf(id)
          if (folder !== undefined) folders.add(folder)
        }
      }
      const found = [...folders].map(licenceOf).toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
      this.emitFile({ type: 'asset', fileName: place, source: JSON.stringify(found) })
    },
  }
}

/**
 * The folder of the package that a module belongs to; packages put a bare package.json into folders of theirs.
 *
 * @param {string} id
 */
function packageOf(id) {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '')
  const at = path.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const [first = '', second = ''] = path.slice(at + '/node_modules/'.length).split('/')
  const folder = `${path.slice(0, at)}/node_modules/${first.startsWith('@') ? `${first}/${second}` : first}`
  return existsSync(join(folder, 'package.json')) ? folder : undefined
}

/**
 * @param {string} folder
 * @returns {Licence}
 */
function licenceOf(folder) {
  /** @type {{ name?: string, version?: string, license?: string | { type?: string }, licenses?: { type?: string }[] }} */
  const { name = dirname(folder), version = '', license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const licence = typeof license === 'string' ? license : license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? ''
  const file = readdirSync(folder).find(entry => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry))
  return { name, version, licence, ...(file === undefined ? {} : { text: readFileSync(join(folder, file), 'utf8').trim() }) }
}
