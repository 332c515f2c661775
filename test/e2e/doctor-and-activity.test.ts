import { chmod, stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { startMachine, type Machine } from '../support/machine.ts'
import { becomeSignedIn } from './story/tell.ts'

let machine: Machine
beforeAll(async () => { machine = await startMachine() })
afterAll(() => machine.stop())

test('the doctor examines, finds a file that others can read, makes it private, and gives a report free of secrets; the activity screen tells what was done', async () => {
  const { window } = await machine.launchApp()
  await window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, window, 'Local workspace')
  await chmod(machine.credentialsFile, 0o644)

  await window.getByRole('button', { name: 'Doctor' }).click()
  await window.getByText(/One thing to fix\./).waitFor()
  await window.getByText(/Others on this computer can read your token or change the file \(0644\)/).waitFor()
  for (const said of [/The Secret Service is unlocked/, /127\.0\.0\.1:\d+ answered in/, /section that Latchkey wrote stands in it/, /Latchkey [\d.]+, Electron/]) await window.getByText(said).first().waitFor()
  await machine.picture(window, 'doctor')

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
}, 120_000)

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
  await window.getByRole('radio', { name: '24 hours' }).click()
  await window.getByRole('button', { name: 'People' }).click()
  await window.getByText('Nothing of that kind').waitFor()
  await window.getByRole('button', { name: 'Show everything' }).click()
  await list.getByText(/^Token copied/).first().waitFor()
}
