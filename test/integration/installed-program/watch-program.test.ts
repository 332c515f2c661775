import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchProgram } from '../../../electron/adapters/installed-program/watch-program.ts'

let folder: string
let program: string
let replaced: number
let stop: () => void

/** As a package manager does: the new file is complete before it takes the old one's name. */
async function install(text: string): Promise<void> {
  await writeFile(`${program}.new`, text)
  await rename(`${program}.new`, program)
}

/** A minute, and the time that the disk takes. */
async function aMinute(): Promise<void> {
  await vi.advanceTimersByTimeAsync(60_000)
  await new Promise(done => setImmediate(done))
  await new Promise(done => { setTimeout(done, 30) })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-program-'))
  program = join(folder, 'latchkey')
  await install('1')
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  replaced = 0
  stop = watchProgram(program, () => { replaced += 1 })
  await aMinute()
})
afterEach(async () => {
  stop()
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

test('a program that stays is no update', async () => {
  await aMinute()
  await aMinute()
  expect(replaced).toBe(0)
})

test('another file in its place is told once, when it has stood there for a minute', async () => {
  await install('2')
  await aMinute()
  expect(replaced).toBe(0)
  await aMinute()
  expect(replaced).toBe(1)
  await install('3')
  await aMinute()
  await aMinute()
  expect(replaced).toBe(1)
})

test('an installation that is under way is waited for', async () => {
  await rm(program)
  await aMinute()
  await aMinute()
  expect(replaced).toBe(0)
  await install('2')
  await aMinute()
  await install('2b')
  await aMinute()
  expect(replaced).toBe(0)
  await aMinute()
  expect(replaced).toBe(1)
})
