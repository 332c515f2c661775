import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'
import { becomeSignedIn } from './story/tell.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

test.runIf(process.platform === 'linux')('a sign-in goes on in another browser, which the workspace keeps', async () => {
  const opened = join(machine.home, 'opened-in-fox')
  const program = join(machine.urls.folder, 'test-fox')
  await writeFile(program, `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`, { mode: 0o755 })
  const entries = join(machine.home, '.local', 'share', 'applications')
  await mkdir(entries, { recursive: true })
  await writeFile(join(entries, 'test-fox.desktop'), `[Desktop Entry]\nType=Application\nName=Test Fox\nExec=test-fox %u\nMimeType=x-scheme-handler/https;\n`)

  const { window, quit } = await machine.launchApp()
  await window.getByRole('button', { name: 'Start' }).click()
  const first = await machine.urls.next()
  await window.getByRole('button', { name: 'Another browser' }).click()
  await window.getByRole('menuitem', { name: 'Test Fox' }).click()
  await expect.poll(() => readFile(opened, 'utf8').catch(() => ''), { timeout: 20_000 }).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.+state=/)
  const second = await readFile(opened, 'utf8')
  // Each opening is a request of its own: the first page may have used its address up.
  expect(new URL(second).searchParams.get('state')).not.toBe(new URL(first).searchParams.get('state'))

  const page = await (await machine.browser()).newPage()
  await page.goto(second)
  await becomeSignedIn(machine, window, 'Local workspace', page)
  await window.getByRole('button', { name: 'More for Local workspace' }).click()
  await window.getByRole('menuitem', { name: 'Sign-in browser…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Browser for Local workspace' })
  await expect.poll(() => dialog.getByRole('radio', { name: 'Test Fox' }).isChecked()).toBe(true)
  await dialog.getByText("The system's default browser").click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await quit()
})
