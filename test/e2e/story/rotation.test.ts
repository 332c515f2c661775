import { beforeEach, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { seeAccessible } from '../../support/accessible.ts'
import { startMachine, type Machine } from '../../support/machine.ts'
import { call, readProfile } from './credentials.ts'
import { filesWith } from './leaks.ts'
import { becomeSignedIn, comeBackSignedIn, makeAndUseKey } from './tell.ts'

const PATIENCE = { timeout: 30_000, interval: 250 }

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

const goToKeys = (window: Page) => window.getByRole('button', { name: /^API keys/ }).first().click()

test('a key is rotated with proof: put, proved, watched over a restart, kept while it is used, deleted when told twice', async () => {
  const app = await machine.launchApp()
  await app.window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, app.window, 'Local workspace')
  const statusWith = async (key: string) => call((await readProfile(machine.credentialsFile))?.['cerby_base_url'] ?? '', '/users', { 'X-API-Key': key })
  const old = await makeAndUseKey(machine, app.window, profile)

  await app.window.getByText('ci-deploy', { exact: true }).first().click()
  await app.window.getByRole('button', { name: 'Rotate…' }).click()
  await app.window.getByRole('button', { name: 'Start rotation' }).click()
  await app.window.getByText('Step 4 of 5').waitFor()
  await app.window.getByText(/GET \/activities answered 200 in \d+ ms, with the new key/).waitFor()
  await expect.poll(() => machine.clipboardText().catch(() => ''), PATIENCE).not.toBe(old)
  const fresh = await machine.clipboardText()
  expect(await statusWith(fresh)).toBe(200)

  const again = await comeBackSignedIn(machine, app, [])
  const { window } = again
  await goToKeys(window)
  await window.getByRole('region', { name: 'Rotations' }).getByRole('button', { name: /ci-deploy/ }).click()
  await window.getByText('Step 4 of 5').waitFor()

  // Somebody still calls with the old key, as soon as the workspace of this computer runs again. It notes a use within 20 s.
  await expect.poll(() => statusWith(old).catch(() => 0), PATIENCE).toBe(200)
  await expect.poll(async () => {
    await window.getByRole('button', { name: 'Check now' }).click()
    return window.getByText(/Something still used the old key/).count()
  }, { timeout: 30_000, interval: 1_000 }).toBe(1)
  await window.getByRole('button', { name: 'Delete the old key now…' }).click()
  const question = window.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete the old key' }).click()
  await question.getByText('The old key is still used.').waitFor()
  expect(await statusWith(old)).toBe(200)
  await question.getByRole('button', { name: 'Delete it all the same' }).click()

  await window.getByRole('status').getByText('Done', { exact: true }).waitFor()
  expect(await statusWith(old)).toBe(401)
  expect(await statusWith(fresh)).toBe(200)
  await machine.picture(window, 'story-rotation')
  await seeAccessible(window)
  await window.getByRole('button', { name: 'Copy the receipt' }).click()
  await expect.poll(() => machine.clipboardText(), PATIENCE).toContain('Rotation of ci-deploy in Local workspace')
  const receipt = await machine.clipboardText()
  expect(receipt).toMatch(/Proved: GET \/activities answered 200/)
  expect(receipt).toMatch(/Old key deleted: /)
  for (const secret of [old, fresh]) {
    expect(receipt).not.toContain(secret)
    expect(await filesWith(machine.home, secret)).toEqual([])
  }
  await window.getByRole('button', { name: 'Back to the keys' }).click()
  await window.getByRole('gridcell', { name: 'ci-deploy', exact: true }).waitFor()
  await again.quit()
})
