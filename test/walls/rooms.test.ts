import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repository } from '../../scripts/provide/repository.mjs'
import { emptyPackage, plant, type Verdict } from './planted-tree.ts'

/*
 * dependency-cruiser once reported "no violations (0 modules)" over a tree full of them, since it could not read the
 * files. So each wall must catch its own violation, and must say that it has read something.
 */

interface Planted {
  wall: string
  says: string
  files: Record<string, string>
}

const clean = {
  'shared/thing.ts': "import { nothing } from 'zod'\nexport const thing = nothing\n",
  'electron/core/rule.ts': "import { thing } from '../../shared/thing.ts'\nexport const rule = thing\n",
  'electron/adapters/clock/clock.ts': "import { rule } from '../../core/rule.ts'\nimport { hostname } from 'node:os'\nexport const clock = [rule, hostname]\n",
  'electron/desktop/tray.ts': "import { nothing } from 'electron'\nimport { rule } from '../core/rule.ts'\nexport const tray = [rule, nothing]\n",
  'electron/ipc/serve.ts': "import { rule } from '../core/rule.ts'\nexport const serve = rule\n",
  'electron/sqlite/open.ts': 'export const open = 1\n',
  'electron/workspace/main.ts': "import { open } from '../sqlite/open.ts'\nexport const service = open\n",
  'electron/compose.ts': "import { clock } from './adapters/clock/clock.ts'\nimport { tray } from './desktop/tray.ts'\nimport { serve } from './ipc/serve.ts'\nexport const app = [clock, tray, serve]\n",
  'renderer/main.tsx': "import { thing } from '../shared/thing.ts'\nexport const view = <p>{String(thing)}</p>\n",
  ...emptyPackage('zod'),
  ...emptyPackage('electron'),
  ...emptyPackage('react'),
}

const planted: Planted[] = [
  { wall: 'shared-is-an-island', says: 'shared/ takes no package but the two it names', files: { 'shared/bad.ts': "import { nothing } from 'react'\nexport const bad = nothing\n" } },
  { wall: 'shared-is-an-island', says: 'shared/ does not know core/, not even its types', files: { 'shared/bad.ts': "import type { rule } from '../electron/core/rule.ts'\nexport type Bad = typeof rule\n" } },
  { wall: 'core-is-pure', says: 'core/ does not know an adapter', files: { 'electron/core/bad.ts': "import { clock } from '../adapters/clock/clock.ts'\nexport const bad = clock\n" } },
  { wall: 'core-is-pure', says: 'core/ does not know a type of Electron', files: { 'electron/core/bad.ts': "import type { nothing } from 'electron'\nexport type Bad = typeof nothing\n" } },
  { wall: 'no-builtins', says: 'core/ reads no file', files: { 'electron/core/bad.ts': "import { readFile } from 'node:fs/promises'\nexport const bad = readFile\n" } },
  { wall: 'no-builtins', says: 'the window reads no file', files: { 'renderer/bad.ts': "import { readFile } from 'node:fs/promises'\nexport const bad = readFile\n" } },
  { wall: 'window-knows-only-the-contract', says: 'the window does not know core/', files: { 'renderer/bad.ts': "import { rule } from '../electron/core/rule.ts'\nexport const bad = rule\n" } },
  { wall: 'window-knows-only-the-contract', says: 'the window does not know Electron', files: { 'renderer/bad.ts': "import { nothing } from 'electron'\nexport const bad = nothing\n" } },
  { wall: 'electron-in-its-rooms', says: 'an adapter does not know Electron', files: { 'electron/adapters/clock/bad.ts': "import { nothing } from 'electron'\nexport const bad = nothing\n" } },
  { wall: 'adapters-know-ports-only', says: 'an adapter does not know desktop/', files: { 'electron/adapters/clock/bad.ts': "import { tray } from '../../desktop/tray.ts'\nexport const bad = tray\n" } },
  { wall: 'desktop-and-ipc-know-core', says: 'the tray is handed its adapters, and imports none', files: { 'electron/desktop/bad.ts': "import { clock } from '../adapters/clock/clock.ts'\nexport const bad = clock\n" } },
  { wall: 'desktop-and-ipc-know-core', says: 'the door is handed its adapters, and imports none', files: { 'electron/ipc/bad.ts': "import { clock } from '../adapters/clock/clock.ts'\nexport const bad = clock\n" } },
  { wall: 'workspace-is-a-service', says: 'the app knows the workspace by HTTP alone', files: { 'electron/desktop/bad.ts': "import { service } from '../workspace/main.ts'\nexport const bad = service\n" } },
  { wall: 'workspace-knows-nothing-of-the-app', says: 'the workspace does not know core/', files: { 'electron/workspace/bad.ts': "import { rule } from '../core/rule.ts'\nexport const bad = rule\n" } },
  { wall: 'workspace-knows-nothing-of-the-app', says: 'the workspace does not know Electron', files: { 'electron/workspace/bad.ts': "import { nothing } from 'electron'\nexport const bad = nothing\n" } },
  { wall: 'no-circles', says: 'two files do not import each other', files: { 'shared/a.ts': "import { b } from './b.ts'\nexport const a = (): unknown => b\n", 'shared/b.ts': "import { a } from './a.ts'\nexport const b = (): unknown => a\n" } },
]

async function judge(files: Record<string, string>): Promise<Verdict> {
  const tree = await plant({ ...clean, ...files })
  try {
    return await tree.run('dependency-cruiser/bin/dependency-cruise.mjs', '--no-progress', 'electron', 'shared', 'renderer')
  } finally {
    await tree.remove()
  }
}

const modulesIn = (output: string): number => Number(/(\d+) modules/.exec(output)?.[1] ?? 0)

describe.concurrent('the walls between the rooms', () => {
  test('let a tree pass that keeps to them', async () => {
    const { code, output } = await judge({})
    expect(output).toContain('no dependency violations found')
    expect(code).toBe(0)
    expect(modulesIn(output)).toBeGreaterThanOrEqual(9)
  })

  test.each(planted)('$wall: $says', async ({ wall, files }) => {
    const { code, output } = await judge(files)
    expect(output).toContain(`error ${wall}:`)
    expect(code).not.toBe(0)
    expect(modulesIn(output)).toBeGreaterThan(0)
  })

  test('are each proven by a planted violation', () => {
    const settings = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] }
    expect(new Set(planted.map(({ wall }) => wall))).toEqual(new Set(settings.forbidden.map(({ name }) => name)))
  })
})
