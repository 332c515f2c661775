import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { repository } from '../../scripts/provide/repository.mjs'
import { plant, type PlantedTree } from './planted-tree.ts'

const Report = z.array(z.object({
  filePath: z.string(),
  messages: z.array(z.object({ ruleId: z.string().nullable(), message: z.string() })),
}))

interface Planted {
  rule: string
  says: string
  path: string
  text: string
}

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `export const n${index} = ${index}\n`).join('')
const branches = Array.from({ length: 12 }, (_, index) => `  if (x === ${index}) return ${index}\n`).join('')

const planted: Planted[] = [
  { rule: '@typescript-eslint/no-explicit-any', says: 'nothing is any', path: 'shared/any.ts', text: 'export const parse = (text: any): string => String(text)\n' },
  { rule: '@typescript-eslint/no-non-null-assertion', says: 'nothing is declared present', path: 'shared/present.ts', text: 'export const first = (all: string[]): string => all[0]!\n' },
  { rule: '@typescript-eslint/no-floating-promises', says: 'no promise is left alone', path: 'electron/floating.ts', text: 'const work = async (): Promise<void> => {}\nexport function start(): void {\n  work()\n}\n' },
  { rule: '@typescript-eslint/switch-exhaustiveness-check', says: 'a switch names every member', path: 'shared/switch.ts', text: "export function say(kind: 'a' | 'b'): string {\n  switch (kind) {\n    case 'a': return 'A'\n  }\n  return ''\n}\n" },
  { rule: '@typescript-eslint/consistent-type-imports', says: 'a type is imported as one', path: 'shared/type-import.ts', text: "import { Kind } from './kind.ts'\nexport const kind: Kind = 'a'\n" },
  { rule: 'no-restricted-syntax', says: 'no default export', path: 'shared/by-default.ts', text: 'export default 1\n' },
  { rule: 'no-restricted-syntax', says: 'no export of everything', path: 'shared/everything.ts', text: "export * from './kind.ts'\n" },
  { rule: 'no-restricted-syntax', says: 'a secret stays in its wrapper in core/', path: 'electron/core/expose.ts', text: 'export const leak = (secret: { expose(): string }): string => secret.expose()\n' },
  { rule: 'no-restricted-syntax', says: 'a secret stays in its wrapper in desktop/', path: 'electron/desktop/expose.ts', text: 'export const leak = (secret: { expose(): string }): string => secret.expose()\n' },
  { rule: 'no-restricted-syntax', says: 'the main process never waits for a file', path: 'electron/desktop/sync.ts', text: "import { readFileSync } from 'node:fs'\nimport fs from 'node:fs'\nexport const read = (): string => fs.readFileSync('x', 'utf8') + String(readFileSync)\n" },
  { rule: 'no-restricted-properties', says: 'core/ takes the clock as an argument', path: 'electron/core/clock.ts', text: 'export const now = (): number => Date.now()\n' },
  { rule: 'no-restricted-properties', says: 'core/ takes randomness as an argument', path: 'electron/core/dice.ts', text: 'export const dice = (): number => Math.random()\n' },
  { rule: 'no-restricted-globals', says: 'core/ starts no timer', path: 'electron/core/timer.ts', text: 'export const later = (work: () => void): unknown => setTimeout(work, 1)\n' },
  { rule: 'no-restricted-globals', says: 'shared/ asks no network', path: 'shared/network.ts', text: "export const ask = (): unknown => fetch('x')\n" },
  { rule: 'no-console', says: 'nothing is printed past the log', path: 'electron/desktop/print.ts', text: "export const print = (): void => console.log('x')\n" },
  { rule: 'eqeqeq', says: 'nothing is loosely equal', path: 'shared/loose.ts', text: 'export const same = (a: unknown, b: unknown): boolean => a == b\n' },
  { rule: 'max-lines', says: 'a file ends before 300 lines', path: 'shared/long.ts', text: lines(301) },
  { rule: 'complexity', says: 'a function branches at most ten times', path: 'shared/branches.ts', text: `export function pick(x: number): number {\n${branches}  return -1\n}\n` },
  { rule: 'react-hooks/rules-of-hooks', says: 'a hook is called every time', path: 'renderer/hook.tsx', text: "import { useState } from 'react'\nexport function View({ on }: { on: boolean }): unknown {\n  if (on) return useState(1)\n  return null\n}\n" },
]

let tree: PlantedTree
let report: Map<string, string[]>

beforeAll(async () => {
  tree = await plant({
    'shared/kind.ts': "export type Kind = 'a'\n",
    'electron/adapters/keychain/keychain.ts': 'export const write = (secret: { expose(): string }): string => secret.expose()\n',
    ...Object.fromEntries(planted.map(({ path, text }) => [path, text])),
  })
  await symlink(join(repository, 'node_modules'), join(tree.folder, 'node_modules'))
  const { code, output } = await tree.run('eslint/bin/eslint.js', '--format', 'json', '.')
  expect(code).toBe(1)
  const found = Report.parse(JSON.parse(output.slice(output.indexOf('[{'))))
  report = new Map(found.map(({ filePath, messages }) => [
    filePath.slice(tree.folder.length + 1).replaceAll('\\', '/'), messages.map(({ ruleId, message }) => ruleId ?? message),
  ]))
})

afterAll(() => tree.remove())

describe('the walls within a file', () => {
  test.each(planted)('$rule: $says', ({ rule, path }) => {
    expect(report.get(path)).toContain(rule)
  })

  test.each(['shared/kind.ts', 'electron/adapters/keychain/keychain.ts'])('let %s pass, which keeps to them', path => {
    expect(report.get(path)).toEqual([])
  })
})
