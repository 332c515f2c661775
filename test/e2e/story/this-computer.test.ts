import { beforeEach, expect, test } from 'vitest'
import { seeAccessible } from '../../support/accessible.ts'
import { startMachine, type Machine } from '../../support/machine.ts'
import { readProfile } from './credentials.ts'
import { becomeSignedIn, comeBackSignedIn, makeUseAndDeleteKey, seeNothingLeaked, seeRefreshed, signOut } from './tell.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

test('a new person tries it on this computer: sign in, token, key, refresh, restart, sign out', async () => {
  const args = ['--token-lifetime=60']
  const app = await machine.launchApp({ args })
  const { window } = app
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  await seeAccessible(window)
  await window.getByRole('button', { name: 'Start' }).click()

  const first = await becomeSignedIn(machine, window, 'Local workspace')
  const key = await makeUseAndDeleteKey(machine, window, first)
  await seeNothingLeaked(machine, window, (await readProfile(machine.credentialsFile)) ?? first, key)
  const second = await seeRefreshed(machine, first)
  const again = await comeBackSignedIn(machine, app, args)
  const current = (await readProfile(machine.credentialsFile)) ?? second
  await machine.picture(again.window, 'story-this-computer')
  await seeAccessible(again.window)
  await signOut(machine, again.window, current)
  await again.quit()
  expect(again.output()).not.toContain(current['cerby_bearer_token'])
})
