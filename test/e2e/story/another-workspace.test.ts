import { beforeEach, test } from 'vitest'
import { startMachine, type Machine } from '../../support/machine.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'
import { readProfile } from './credentials.ts'
import { becomeSignedIn, comeBackSignedIn, makeUseAndDeleteKey, seeNothingLeaked, seeRefreshed, signOut } from './tell.ts'

let machine: Machine
let workspace: WorkspaceProcess
beforeEach(async () => {
  [machine, workspace] = await Promise.all([startMachine(), newDataFolder().then(folder => startWorkspaceProcess(folder, ['--token-lifetime', '60', '--name', 'Acme']))])
  return () => Promise.all([machine.stop(), workspace.stop()])
})

test('the same story against a workspace that is given by its address', async () => {
  const app = await machine.launchApp()
  const { window } = app
  await window.getByLabel('Connect to a workspace').fill(workspace.url)
  await window.getByText('Acme').first().waitFor()
  await window.getByRole('button', { name: 'Continue in browser' }).click()

  const page = await machine.followOpenedUrl()
  await page.getByLabel('Set-up code').fill(workspace.setUpCode ?? '')
  const first = await becomeSignedIn(machine, window, 'Acme', page)
  const key = await makeUseAndDeleteKey(machine, window, first)
  await seeNothingLeaked(machine, window, (await readProfile(machine.credentialsFile)) ?? first, key)
  const second = await seeRefreshed(machine, first)
  const again = await comeBackSignedIn(machine, app, [])
  await machine.picture(again.window, 'story-another-workspace')
  await signOut(machine, again.window, (await readProfile(machine.credentialsFile)) ?? second)
  await again.quit()
})
