import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from '../../scripts/provide/repository.mjs'
import { plant, type PlantedTree } from './planted-tree.ts'

interface Planted {
  says: string
  path: string
  text: string
  error: string
}

/*
 * The second fence: in shared/ and core/ the outside world has no names, and the window has none for Node. What the
 * compiler must refuse, file by file.
 */
const planted: Planted[] = [
  { says: 'core/ has no process', path: 'electron/core/process.ts', text: 'export const home = process.env\n', error: 'TS2591' },
  { says: 'core/ has no network', path: 'electron/core/network.ts', text: "export const ask = (): unknown => fetch('x')\n", error: 'TS2304' },
  { says: 'core/ has no timer', path: 'electron/core/timer.ts', text: 'export const later = (): unknown => setTimeout(() => undefined, 1)\n', error: 'TS2304' },
  { says: 'core/ has no file', path: 'electron/core/file.ts', text: "import { readFile } from 'node:fs/promises'\nexport const read = readFile\n", error: 'TS2591' },
  { says: 'shared/ has no document', path: 'shared/page.ts', text: 'export const page = document\n', error: 'TS2584' },
  { says: 'shared/ has no process', path: 'shared/process.ts', text: 'export const home = process.env\n', error: 'TS2591' },
  { says: 'the window has no process', path: 'renderer/process.ts', text: 'export const home = process.env\n', error: 'TS2591' },
  { says: 'the window has no Node', path: 'renderer/file.ts', text: "import { readFile } from 'node:fs/promises'\nexport const read = readFile\n", error: 'TS2591' },
  { says: 'what may be missing is checked', path: 'shared/index.ts', text: 'export const first = (all: string[]): string => all[0]\n', error: 'TS2322' },
  { says: 'absent is not undefined', path: 'shared/absent.ts', text: 'export const thing: { name?: string } = { name: undefined }\n', error: 'TS2375' },
  { says: 'there is no enum', path: 'shared/enum.ts', text: 'export enum Kind { A }\n', error: 'TS1294' },
]

let tree: PlantedTree
let output: string

beforeAll(async () => {
  tree = await plant({
    'shared/kind.ts': "export type Kind = 'a'\n",
    'electron/main.ts': "import { argv } from 'node:process'\nexport const words = argv\n",
    'scripts/none.mjs': 'export {}\n',
    'test/none.ts': 'export {}\n',
    ...Object.fromEntries(planted.map(({ path, text }) => [path, text])),
  })
  await symlink(join(repository, 'node_modules'), join(tree.folder, 'node_modules'))
  const verdict = await tree.run('typescript/bin/tsc', '-b', '--pretty', 'false')
  expect(verdict.code).not.toBe(0)
  output = verdict.output
})

afterAll(() => tree.remove())

describe('the walls of types', () => {
  test.each(planted)('$says', ({ path, error }) => {
    const own = output.split('\n').filter(line => line.startsWith(`${path}(`))
    expect(own.join('\n')).toContain(`error ${error}`)
  })

  test.each(['shared/kind.ts', 'electron/main.ts'])('let %s pass, which keeps to them', path => {
    expect(output).not.toContain(path)
  })
})
