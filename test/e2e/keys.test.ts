import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'
import { signInAsOwner } from '../support/sign-in-as-owner.ts'
import { call, readProfile } from './story/credentials.ts'

const execute = promisify(execFile)

let machine: Machine
let profile: Record<string, string>
let window: Page
beforeAll(async () => {
  machine = await startMachine()
  window = (await machine.launchApp()).window
  await window.getByRole('button', { name: 'Start' }).click()
  await signInAsOwner(machine, window)
  profile = (await readProfile(machine.credentialsFile)) ?? {}
})
afterAll(() => machine.stop())

const request = async (path: string, body?: object): Promise<string> => {
  const headers = { Authorization: `Bearer ${profile['cerby_bearer_token'] ?? ''}`, 'Content-Type': 'application/json' }
  const answer = await fetch(`${profile['cerby_base_url'] ?? ''}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.text()
}
/** What another program made is seen when the screen is opened. */
async function openKeys(): Promise<void> {
  await window.keyboard.press('Control+1')
  await window.keyboard.press('Control+2')
  await window.getByRole('heading', { name: 'API keys' }).waitFor()
}

test.runIf(process.platform === 'linux')('a key of a chosen life and scopes is stored as a secret and saved to a .env file, and can not be lost by a slip', async () => {
  await openKeys()
  await window.keyboard.press('Control+N')
  const form = window.getByRole('dialog')
  await form.getByLabel('Name').fill('nightly')
  await form.getByText('Custom…', { exact: true }).click()
  await form.getByRole('spinbutton', { name: /^year/ }).press('ArrowUp')
  await form.getByText('Audit', { exact: true }).click()
  await form.getByText(/^This key will read /).waitFor()
  await form.getByRole('button', { name: 'Generate key' }).click()
  await window.getByRole('heading', { name: 'nightly is ready' }).waitFor()

  await window.getByRole('button', { name: 'Done' }).click()
  await window.getByText(/You haven't put it anywhere yet/).waitFor()
  await window.getByRole('button', { name: 'Go back' }).click()
  await window.getByRole('button', { name: 'Store as a secret' }).click()
  await window.getByText(/Stored in the workspace as the secret/).waitFor()
  expect(await request('/secrets')).toContain('"name":"nightly"')

  await window.getByRole('button', { name: 'Save to .env…' }).click()
  await window.getByLabel('Name of the variable').fill('NIGHTLY_KEY')
  await window.getByRole('button', { name: 'Choose the file…' }).click()
  const file = join(machine.home, 'nightly.env')
  await typeIntoFileDialog(file)
  await window.getByText(/Saved to/).waitFor()
  const [, key = ''] = /^NIGHTLY_KEY=["']?([^"'\n]+)/m.exec(await readFile(file, 'utf8')) ?? []
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await call(profile['cerby_base_url'] ?? '', '/activities', { 'X-API-Key': key })).toBe(200)
  expect(await call(profile['cerby_base_url'] ?? '', '/secrets', { 'X-API-Key': key })).toBe(401)
  await window.getByRole('button', { name: 'Done' }).click()
  const { data } = JSON.parse(await request('/api-keys?search=nightly')) as { data: { attributes: { expiresAt: string } }[] }
  expect(new Date(data[0]?.attributes.expiresAt ?? 0).getUTCFullYear()).toBeGreaterThan(new Date().getUTCFullYear())
})

/** Types into GTK's own dialog, as a person does who knows the path. */
async function typeIntoFileDialog(path: string): Promise<void> {
  const xdotool = (...words: string[]) => execute('xdotool', words, { env: machine.env })
  const { stdout } = await xdotool('search', '--sync', '--onlyvisible', '--name', '^Save')
  await xdotool('windowfocus', '--sync', stdout.trim().split('\n')[0] ?? '')
  await xdotool('key', 'ctrl+a')
  await xdotool('type', '--delay', '5', path)
  await xdotool('key', 'Return')
}

test('a key that died stays as a tombstone that can be made again; several are found, chosen by the keyboard and deleted together', async () => {
  const dying = new Date(Date.now() + 1_500).toISOString()
  for (const name of ['old-1', 'old-2', 'old-3']) await request('/api-keys', { name, scopes: ['read:users'], expiresAt: name === 'old-1' ? dying : null })
  await expect.poll(() => new Date().toISOString() > dying, { timeout: 5_000 }).toBe(true)
  await openKeys()
  await window.getByRole('gridcell', { name: 'old-1', exact: true }).click()
  const details = window.getByRole('complementary', { name: 'Details of old-1' })
  await details.getByText(/^It died /).waitFor()
  await details.getByRole('button', { name: 'Generate it again' }).click()
  expect(await window.getByRole('dialog').getByLabel('Name').inputValue()).toBe('old-1')
  await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await window.keyboard.press('/')
  await window.keyboard.type('old-')
  const grid = window.getByRole('grid')
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('4')
  await grid.focus()
  // As Caps Lock would have it.
  await window.keyboard.press('Control+A')
  await window.getByText('3 keys selected').waitFor()
  await window.keyboard.press('Delete')
  await window.getByRole('button', { name: 'Delete 3 keys' }).click()
  await window.getByText('No key matches').waitFor()
  expect(await request('/api-keys?search=old-')).toContain('"data":[]')
  await window.getByRole('button', { name: 'Show all keys' }).click()
  await window.getByRole('gridcell', { name: 'nightly', exact: true }).waitFor()
})

test('the palette runs commands, the shortcuts are listed, and language and theme hold at once and when the window is drawn anew', async () => {
  await window.keyboard.press('Control+K')
  await window.keyboard.type('dark')
  await window.keyboard.press('Enter')
  await expect.poll(() => window.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await window.keyboard.press('Control+/')
  const shortcuts = window.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await shortcuts.getByText("Copy the chosen workspace's token").waitFor()
  await window.keyboard.press('Escape')
  // While a dialog is there, the window hears no shortcut.
  await shortcuts.waitFor({ state: 'detached' })

  await window.keyboard.press('Control+,')
  await window.getByRole('radio', { name: 'Español' }).click()
  await window.getByRole('heading', { name: 'Ajustes' }).waitFor()
  expect(await window.evaluate(() => document.documentElement.lang)).toMatch(/^es/)
  await machine.picture(window, 'settings-spanish')
  await window.reload()
  await window.getByRole('button', { name: 'Ajustes' }).click()
  await window.getByRole('heading', { name: 'Ajustes' }).waitFor()
  expect(await window.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
})
