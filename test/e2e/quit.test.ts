import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'

let machine: Machine
beforeAll(async () => {
  machine = await startMachine()
})
afterAll(() => machine.stop())

test.each(['SIGINT', 'SIGTERM'] as const)('%s, as a terminal and a logout send it, ends the app, and the next start opens it again', async signal => {
  const { application, window } = await machine.launchApp()
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  const child = application.process()
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(15_000) })
  child.kill(signal)
  await gone
  expect(child.signalCode).toBeNull()
})
