import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'
import { becomeSignedIn, generateKey } from './story/tell.ts'

const execute = promisify(execFile)

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

/** What a middle click would paste: X11 puts whatever is selected there. */
const primary = () => execute('xclip', ['-selection', 'primary', '-o'], { env: machine.env }).then(({ stdout }) => stdout, () => '')
const onClipboard = () => machine.clipboardText().catch(() => '')

async function copyElsewhere(text: string): Promise<void> {
  const program = spawn('xclip', ['-selection', 'clipboard'], { env: machine.env, stdio: ['pipe', 'ignore', 'ignore'] })
  program.stdin.end(text)
  await once(program, 'exit')
}

test.runIf(process.platform === 'linux')('a secret goes to the clipboard alone, marked where the system can, and is gone when told, when its time is over, when the screen is locked and after signing out, but only while it is ours', async () => {
  const app = await machine.launchApp()
  const { window } = app
  await window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, window, 'Local workspace')
  await chooseTenSeconds(window)

  await generateKey(window)
  await window.getByRole('button', { name: 'Show the key' }).click()
  const shown = window.getByRole('dialog').getByRole('group', { name: 'The key' })
  const key = (await shown.textContent()) ?? ''
  expect(key).toMatch(/^[a-z]+_\w{30,}/)
  await selectByMouse(window, shown)
  await window.keyboard.press('Control+C')
  expect(await primary()).toBe('')
  expect(await onClipboard()).toBe('')

  await window.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect.poll(onClipboard).toBe(key)
  const copiedAt = Date.now()
  const canConceal = await app.application.evaluate(() => Number(process.versions.electron?.split('.')[0]) >= 44)
  expect((await machine.clipboardFormats()).includes('x-kde-passwordManagerHint')).toBe(canConceal)
  expect(await primary()).toBe('')
  await window.getByText(/cleared in \d/).first().waitFor()
  await window.getByRole('button', { name: 'Done' }).click()
  await expect.poll(onClipboard, { timeout: 15_000, interval: 100 }).toBe('')
  expect(Date.now() - copiedAt).toBeGreaterThan(9_000)

  await window.getByRole('button', { name: 'Home' }).click()
  const copyToken = async () => {
    await window.getByRole('button', { name: 'Copy token' }).first().click()
    await expect.poll(onClipboard).toBe(profile['cerby_bearer_token'])
  }
  const clearNow = window.getByRole('button', { name: 'Clear now' })
  await copyToken()
  await clearNow.click()
  await expect.poll(onClipboard).toBe('')
  await clearNow.waitFor({ state: 'detached' })

  await copyToken()
  await copyElsewhere('a shopping list')
  await clearNow.click()
  await clearNow.waitFor({ state: 'detached' })
  expect(await onClipboard()).toBe('a shopping list')

  await copyToken()
  await execute('dbus-send', ['--session', '--type=signal', '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver.ActiveChanged', 'boolean:true'], { env: machine.env })
  await expect.poll(onClipboard).toBe('')

  await copyToken()
  await window.getByRole('button', { name: /^More for / }).first().click()
  await window.getByRole('menuitem', { name: 'Sign out…' }).click()
  await window.getByRole('dialog').or(window.getByRole('alertdialog')).getByRole('button', { name: /^Sign out/ }).click()
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  await expect.poll(onClipboard, { timeout: 3_000 }).toBe('')
  await app.quit()
})

// The system takes a clipboard away from a program that ends, unless a clipboard manager has taken it over: that is what
// the second program does here, and what only the app's own clearing can undo.
test.runIf(process.platform === 'linux')('a secret that a clipboard manager would keep is cleared on quit, and what somebody copied since is not', async () => {
  const first = await machine.launchApp()
  await first.window.getByRole('button', { name: 'Start' }).click()
  const profile = await becomeSignedIn(machine, first.window, 'Local workspace')
  const token = profile['cerby_bearer_token'] ?? ''
  const copyToken = async (window: Page) => {
    await window.getByRole('button', { name: 'Copy token' }).first().click()
    await expect.poll(onClipboard, { timeout: 10_000, message: 'the token on the clipboard' }).toBe(token)
  }
  await copyToken(first.window)
  await copyElsewhere(token)
  expect(await onClipboard()).toBe(token)
  await first.quit()
  expect(await onClipboard()).toBe('')

  const second = await machine.launchApp()
  await copyToken(second.window)
  await copyElsewhere('a shopping list')
  await second.quit()
  expect(await onClipboard()).toBe('a shopping list')
})

async function chooseTenSeconds(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click()
  await window.getByRole('button', { name: /30 seconds/ }).click()
  await window.getByRole('option', { name: '10 seconds' }).click()
}

/** Tries what selects a text: a triple click, dragging over it, and *Select all*. */
async function selectByMouse(window: Page, text: ReturnType<Page['locator']>): Promise<void> {
  await text.click({ clickCount: 3 })
  const box = await text.boundingBox()
  if (box === null) throw new Error('the key is not drawn')
  await window.mouse.move(box.x + 1, box.y + 4)
  await window.mouse.down()
  await window.mouse.move(box.x + box.width - 2, box.y + box.height - 4, { steps: 5 })
  await window.mouse.up()
  await window.keyboard.press('Control+A')
}
