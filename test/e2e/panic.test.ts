import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { seeAccessible } from '../support/accessible.ts'
import { startMachine, type Machine } from '../support/machine.ts'
import { call, readProfile } from './story/credentials.ts'
import { becomeSignedIn, makeAndUseKey } from './story/tell.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

test('a panic from the palette ends the session, deletes the key made here, empties file, keychain and clipboard, and leaves a receipt', async () => {
  const { window, quit } = await machine.launchApp()
  await window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, window, 'Local workspace')
  const key = await makeAndUseKey(machine, window, profile)
  expect(await machine.clipboardText()).toBe(key)

  await window.keyboard.press('ControlOrMeta+k')
  await window.getByRole('dialog', { name: 'Command palette' }).getByRole('textbox').fill('panic')
  await window.getByRole('menuitem', { name: /^Panic/ }).click()
  const question = window.getByRole('alertdialog')
  await question.getByText('[default]', { exact: false }).first().waitFor()
  // The one key of this computer is offered first, by its name.
  await expect.poll(() => question.getByRole('radio', { name: /made on this computer/ }).isChecked()).toBe(true)
  await question.getByText('ci-deploy').waitFor()
  await seeAccessible(window)
  await question.getByRole('button', { name: 'Cut it off now' }).click()

  await window.getByRole('heading', { name: 'This computer is cut off' }).waitFor()
  await machine.picture(window, 'panic-receipt')
  await seeAccessible(window)
  const { cerby_base_url: base = '', cerby_bearer_token: token = '' } = profile
  expect(await call(base, '/me', { Authorization: `Bearer ${token}` })).toBe(401)
  expect(await call(base, '/users', { 'X-API-Key': key })).toBe(401)
  expect(await readProfile(machine.credentialsFile)).toBeUndefined()
  expect(await machine.clipboardText().catch(() => '')).toBe('')
  expect(await readdir(join(machine.home, '.config', 'Latchkey', 'sessions')).catch(() => [])).toEqual([])

  await window.getByRole('button', { name: 'Copy the receipt' }).click()
  await expect.poll(() => machine.clipboardText().catch(() => '')).toMatch(/\] API key ci-deploy \(.+\) of Local workspace deleted/)
  expect(await machine.clipboardText()).not.toContain(token)
  await window.getByRole('button', { name: 'Done' }).click()
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  await quit()
})
