import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s, as a terminal and a logout send it, ends the app, and the next start opens it again', async signal => {
  const { application, window } = await machine.launchApp()
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  const child = application.process()
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(15_000) })
  child.kill(signal)
  await gone
  expect(child.signalCode).toBeNull()
})

/** The window of an app that nobody but the app itself may have started. */
async function windowOf(told: string): Promise<Page> {
  await expect.poll(() => readFile(told, 'utf8').catch(() => ''), { timeout: 20_000 }).toMatch(/^\d+\n/)
  const [port] = (await readFile(told, 'utf8')).split('\n')
  await rm(told)
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`)
  const context = browser.contexts()[0]
  if (!context) throw new Error('the app has no window')
  return context.pages()[0] ?? context.waitForEvent('page')
}

const call = (window: Page, command: string) =>
  window.evaluate(name => (globalThis as unknown as { latchkey: { call(name: string, input: object): Promise<unknown> } }).latchkey.call(name, {}), command).catch(() => undefined)

test('a restart, as after an update, ends the app and starts it anew with the same words', async () => {
  const told = join(machine.home, '.config', 'Latchkey', 'DevToolsActivePort')
  await rm(told, { force: true })
  // Playwright's own start holds an app back until it is told to go on: here nobody would tell the second one.
  const first = machine.startAgain(['--remote-debugging-port=0'])
  await call(await windowOf(told), 'restart')
  await first
  const window = await windowOf(told)
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  await call(window, 'quit')
})
