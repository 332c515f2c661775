import { chmod, stat } from 'node:fs/promises'
import { beforeEach, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { seeAccessible } from '../support/accessible.ts'
import { startMachine, type Machine } from '../support/machine.ts'
import { becomeSignedIn } from './story/tell.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

test('the doctor examines, finds a file that others can read, makes it private, and gives a report free of secrets; the activity screen tells what was done; About names what runs; links ask first', async () => {
  const { window } = await machine.launchApp()
  await window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, window, 'Local workspace')
  await chmod(machine.credentialsFile, 0o644)

  await window.getByRole('button', { name: 'Doctor' }).click()
  await window.getByText(/One thing to fix\./).waitFor()
  await window.getByText(/Others on this computer can read your token or change the file \(0644\)/).waitFor()
  for (const said of [/The Secret Service is unlocked/, /127\.0\.0\.1:\d+ answered in/, /section that Latchkey wrote stands in it/, /Latchkey [\d.]+, Electron/]) await window.getByText(said).first().waitFor()
  await machine.picture(window, 'doctor')
  await seeAccessible(window)

  await window.getByRole('button', { name: 'Make it private: File permissions' }).click()
  await window.getByText(/All is well\./).waitFor()
  expect((await stat(machine.credentialsFile)).mode & 0o777).toBe(0o600)

  await window.getByRole('button', { name: 'Copy report' }).click()
  await window.getByText(/Report copied/).waitFor()
  await expect.poll(() => machine.clipboardText().catch(() => '')).toMatch(/^Latchkey: doctor/)
  const report = await machine.clipboardText()
  for (const secret of [profile['cerby_bearer_token'] ?? '-', machine.home, '@']) expect(report).not.toContain(secret)
  expect(report).toContain('[Fine] Keychain')
  await seeActivity(machine, window)
  await seeAbout(machine, window)
  await followLinks(machine, window)
})

/** What was done so far stands in the timeline, told by this computer and by the workspace; filters narrow it. */
async function seeActivity(machine: Machine, window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Home' }).click()
  await window.getByRole('button', { name: 'Copy token' }).first().click()
  await window.getByText(/on the clipboard/).first().waitFor()
  await window.getByRole('button', { name: 'Activity' }).click()
  const list = window.getByRole('region', { name: 'Activity' })
  for (const did of [/^Token copied/, /^Signed in/, /^Owner created/]) await list.getByText(did).first().waitFor()
  await list.getByText('This computer · Local workspace').first().waitFor()
  await list.getByText('This is where the logs begin.').waitFor()
  await machine.picture(window, 'activity')
  await seeAccessible(window)
  await window.getByRole('radio', { name: '24 hours' }).click()
  await window.getByRole('button', { name: 'People' }).click()
  await window.getByText('Nothing of that kind').waitFor()
  await window.getByRole('button', { name: 'Show everything' }).click()
  await list.getByText(/^Token copied/).first().waitFor()
}

/** The palette leads to About: versions to copy, and the terms of every package in the bundles. */
async function seeAbout(machine: Machine, window: Page): Promise<void> {
  await window.keyboard.press('Control+K')
  await window.getByRole('searchbox').or(window.getByRole('textbox')).first().fill('about')
  await window.keyboard.press('Enter')
  const dialog = window.getByRole('dialog', { name: 'About Latchkey' })
  await dialog.getByText(/packages are part of it/).waitFor()
  for (const name of ['react', 'openid-client', 'oidc-provider', 'zod', 'electron', '@github/keytar']) await dialog.getByText(name, { exact: true }).first().waitFor()
  await dialog.getByText('react', { exact: true }).first().click()
  await dialog.getByText(/Permission is hereby granted/).first().waitFor()
  await machine.picture(window, 'about')
  await seeAccessible(window)
  await dialog.getByRole('button', { name: 'Copy versions' }).click()
  await expect.poll(() => machine.clipboardText().catch(() => '')).toMatch(/^Latchkey \d/)
  await window.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

/** A link that another program opens is shown and asked about; one that makes no sense is refused; nothing begins by itself. */
async function followLinks(machine: Machine, window: Page): Promise<void> {
  const opened = (await machine.urls.all()).length
  const dialog = window.getByRole('alertdialog')
  await machine.startAgain(['latchkey://sign-in/acme.cerby.com'])
  await dialog.getByText('acme.cerby.com', { exact: true }).waitFor()
  // A second one does not slip under the hand that answers the first.
  await machine.startAgain(['--remote-debugging-port=0', 'latchkey://sign-in/evil.example'])
  await machine.picture(window, 'link')
  await seeAccessible(window)
  expect(await dialog.getByText('evil.example').count()).toBe(0)
  await window.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  await machine.startAgain(['latchkey://run/anything?now=1'])
  await dialog.getByText('A link was refused').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })

  await machine.startAgain(['latchkey://open-key/this-computer/8c1d0a52-6b7e-4b1c-9a60-000000000001'])
  await dialog.getByRole('button', { name: 'Show the key' }).click()
  await window.getByRole('heading', { name: 'API keys' }).waitFor()
  expect((await machine.urls.all()).length).toBe(opened)
}
