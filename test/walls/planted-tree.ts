import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { repository, tool } from '../../scripts/provide/repository.mjs'

/** What the walls are made of: each tree is judged by the project's own settings, not by a copy of them. */
const SETTINGS = [
  'package.json', '.dependency-cruiser.cjs', 'eslint.config.mjs', 'tsconfig.base.json', 'tsconfig.json', 'shared/tsconfig.json',
  'electron/tsconfig.json', 'electron/core/tsconfig.json', 'renderer/tsconfig.json', 'scripts/tsconfig.json', 'test/tsconfig.json',
]

export interface Verdict {
  code: number
  output: string
}

/** A small tree with the project's walls and nothing in its rooms but what a test plants there. */
export interface PlantedTree {
  folder: string
  /** Runs a program of node_modules in the tree. */
  run(program: string, ...words: string[]): Promise<Verdict>
  remove(): Promise<void>
}

/** @param files  path in the tree -> text */
export async function plant(files: Record<string, string>): Promise<PlantedTree> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-walls-'))
  for (const path of SETTINGS) await copy(path, folder)
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text)
  return {
    folder,
    run: (program, ...words) => new Promise(resolve => {
      const options = { cwd: folder, maxBuffer: 16 * 1024 * 1024 }
      execFile(process.execPath, [tool(program), ...words], options, (error, out, complaints) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: out + complaints })
      })
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A package that resolves, and holds nothing. */
export function emptyPackage(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
    [`node_modules/${name}/index.js`]: 'export const nothing = undefined\n',
  }
}

async function copy(path: string, folder: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await cp(join(repository, path), join(folder, path))
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
