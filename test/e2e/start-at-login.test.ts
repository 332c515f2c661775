import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { StartedApp } from '../support/app.ts'
import { startMachine, type Machine } from '../support/machine.ts'
import { readProfile } from './story/credentials.ts'
import { becomeSignedIn } from './story/tell.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

/** Chooses an entry of the application menu, as macOS shows it without any window. */
const chooseInMenu = ({ application }: StartedApp, label: string) => application.evaluate(({ Menu }, wanted) => {
  const items = Menu.getApplicationMenu()?.items.flatMap(item => [item, ...(item.submenu?.items ?? [])])
  items?.find(item => item.label === wanted)?.click()
}, label)

const processTypes = ({ application }: StartedApp) => application.evaluate(({ app }) => app.getAppMetrics().map(({ type }) => type))

test('at login the app is the tray alone: it renews the token without a window, and opens one when asked for something', async () => {
  const args = ['--token-lifetime=10']
  const app = await machine.launchApp({ args })
  await app.window.getByRole('button', { name: 'Start' }).click()
  await becomeSignedIn(machine, app.window, 'Local workspace')
  await app.window.getByRole('button', { name: 'Settings' }).click()
  await app.window.getByText('Start Latchkey when you sign in to this computer').click()
  if (process.platform === 'linux') {
    const entry = () => readFile(join(machine.home, '.config', 'autostart', 'latchkey.desktop'), 'utf8').catch(() => '')
    await expect.poll(entry).toMatch(/^Exec=.* "--hidden"$/m)
  }
  await app.quit()
  const before = await readProfile(machine.credentialsFile)

  const atLogin = await machine.startApp({ args: ['--hidden', ...args] })
  await expect.poll(async () => (await readProfile(machine.credentialsFile))?.['cerby_bearer_token'], { timeout: 90_000, interval: 500 }).not.toBe(before?.['cerby_bearer_token'])
  // A second login item, or the session manager that starts what ran before, asks for nothing.
  await machine.startAgain(['--hidden'])
  expect(await processTypes(atLogin)).not.toContain('Tab')

  await chooseInMenu(atLogin, 'Doctor')
  const window = await atLogin.application.firstWindow()
  await window.getByRole('heading', { name: 'Doctor' }).waitFor()
  expect(atLogin.application.windows()).toHaveLength(1)
  expect(await processTypes(atLogin)).toContain('Tab')
  await atLogin.quit()
})
