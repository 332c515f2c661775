import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'
import { signInAsOwner } from '../support/sign-in-as-owner.ts'
import { newDataFolder, runWorkspace, startWorkspaceProcess, type WorkspaceProcess } from '../support/workspace-process.ts'
import { readProfile } from './story/credentials.ts'

const GRACE = { email: 'grace@acme.example', password: 'a few other words to remember' }
const PATIENCE = { timeout: 20_000 }

let machine: Machine
let acme: WorkspaceProcess
let window: Page
beforeAll(async () => {
  [machine, acme] = await Promise.all([startMachine(), newDataFolder().then(folder => startWorkspaceProcess(folder, ['--name', 'Acme']))])
  window = (await machine.launchApp()).window
})
afterAll(() => Promise.all([machine.stop(), acme.stop()]))

async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return `http://127.0.0.1:${String(port)}`
}

const field = async (profile: string, name: string) => (await readProfile(machine.credentialsFile, profile))?.[name]

async function chooseFor(workspace: string, item: string): Promise<void> {
  await window.getByRole('button', { name: `More for ${workspace}` }).click()
  await window.getByRole('menuitem', { name: item }).click()
}

test('a sign-in can be canceled and begun anew, and a second workspace is connected beside the first once something answers at its address', async () => {
  await window.getByRole('button', { name: 'Start' }).click()
  await machine.urls.next()
  await window.getByRole('button', { name: 'Cancel' }).click()
  await window.getByText('You canceled the sign-in.').waitFor()
  await window.getByRole('button', { name: 'Try again' }).click()
  await signInAsOwner(machine, window)

  await window.getByRole('button', { name: 'Connect a workspace' }).click()
  await window.getByLabel('Connect to a workspace').fill(await addressOfNobody())
  await window.getByText(/127\.0\.0\.1:\d+ refused the connection/).waitFor()
  expect(await window.getByRole('button', { name: 'Continue in browser' }).isDisabled()).toBe(true)
  await window.getByLabel('Connect to a workspace').fill(acme.url)
  await window.getByText('Acme').first().waitFor()
  await window.getByRole('button', { name: 'Continue in browser' }).click()
  await signInAsOwner(machine, window, acme.setUpCode)
  await window.getByRole('heading', { name: 'Acme' }).waitFor()
  await expect.poll(() => field('acme', 'cerby_base_url'), PATIENCE).toContain(acme.url)
})

test('of two workspaces one is the default, profiles can be renamed, and each is kept fresh as long as one wishes', async () => {
  await chooseFor('Acme', 'Make it the default')
  await expect.poll(() => field('default', 'cerby_base_url'), PATIENCE).toContain(acme.url)
  await chooseFor('Local workspace', 'Rename the profile…')
  await window.getByRole('textbox', { name: 'Profile' }).fill('mine')
  await window.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect.poll(() => field('mine', 'cerby_bearer_token'), PATIENCE).toBeDefined()

  const keep = window.getByRole('button', { name: /^Keep fresh/ }).first()
  const choose = async (name: RegExp | string) => {
    await keep.click()
    await window.getByRole('menuitem', { name }).click()
  }
  await choose(/^For 1 hour, until/)
  await window.getByRole('button', { name: /^Keep fresh until/ }).waitFor()
  await choose('Until a time…')
  await window.getByRole('button', { name: 'Keep fresh until then' }).click()
  await choose('Pause')
  await window.getByText(/not refreshed: you paused it/).waitFor()
  await choose('Resume')
  await window.getByText(/not refreshed: you paused it/).waitFor({ state: 'detached' })
})

test('signing in again is refused for somebody else, and leaves what was there as it was', async () => {
  const { output } = await runWorkspace(['invite', '--data', acme.dataFolder, '--email', GRACE.email, '--name', 'Grace', '--role', 'admin'])
  const invitation = await (await machine.browser()).newPage()
  await invitation.goto(/http\S+invitation\S+/.exec(output)?.[0] ?? '')
  await invitation.getByLabel('Password').fill(GRACE.password)
  await invitation.getByRole('button', { name: 'Join' }).click()
  await invitation.getByText('You are in').waitFor()
  const before = await field('default', 'cerby_bearer_token')

  await signInAgain(window, 'Acme')
  const declined = await machine.followOpenedUrl()
  await declined.getByRole('button', { name: 'Cancel' }).click()
  await window.getByRole('heading', { name: 'Not signed in to Acme' }).waitFor()
  await window.getByRole('button', { name: 'Try again' }).click()
  const page = await machine.followOpenedUrl()
  await page.getByLabel('Email').fill(GRACE.email)
  await page.getByLabel('Password').fill(GRACE.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await window.getByText('You signed in as somebody else.').waitFor()
  await machine.picture(window, 'signed-in-as-somebody-else')
  await window.getByRole('button', { name: 'Close' }).click()
  await window.getByRole('heading', { name: 'Acme' }).waitFor()
  expect(await field('default', 'cerby_bearer_token')).toBe(before)
})

/** As the notification and the tray ask it, which are outside of the window. */
function signInAgain(page: Page, workspace: string): Promise<unknown> {
  return page.evaluate(name => new Promise((resolve, reject) => {
    type State = { connections: { id: string; workspace: { name: string } }[] }
    type Bridge = { call: (name: string, input: object) => Promise<unknown>; subscribe: (listener: (event: { kind: string; state?: State }) => void) => () => void }
    const { latchkey } = globalThis as unknown as { latchkey: Bridge }
    const stop = latchkey.subscribe(({ state }) => {
      if (state === undefined) return
      stop()
      latchkey.call('signInAgain', { connectionId: state.connections.find(one => one.workspace.name === name)?.id }).then(resolve, reject)
    })
  }), workspace)
}
