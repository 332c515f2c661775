import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { seeAccessible } from '../../support/accessible.ts'
import type { Machine } from '../../support/machine.ts'
import type { RunningApp } from '../../support/app.ts'
import { call, modeOf, readProfile } from './credentials.ts'
import { filesWith, processesWith } from './leaks.ts'
import { createOwner, seeSignedInPage } from './sign-in-pages.ts'

const PATIENCE = { timeout: 60_000, interval: 250 }

/**
 * The Owner is created in the browser, the window is signed in, and the file holds a token that the workspace takes.
 *
 * @param opened  the browser's page, where somebody has followed the opened address already
 */
export async function becomeSignedIn(machine: Machine, window: Page, workspaceName: string, opened?: Page): Promise<Record<string, string>> {
  const page = opened ?? await machine.followOpenedUrl()
  await createOwner(page)
  await seeSignedInPage(page)
  await window.getByRole('heading', { name: workspaceName }).first().waitFor()
  await window.getByText(/Valid until/).first().waitFor()
  const profile = await waitForProfile(machine)
  expect(await modeOf(machine.credentialsFile)).toBe('600')
  expect(profile['cerby_token_expiration']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect(await call(base(profile), '/me', { Authorization: `Bearer ${token(profile)}` })).toBe(200)
  return profile
}

async function waitForProfile(machine: Machine): Promise<Record<string, string>> {
  await expect.poll(async () => (await readProfile(machine.credentialsFile))?.['cerby_bearer_token'], PATIENCE).toBeDefined()
  return (await readProfile(machine.credentialsFile)) ?? {}
}

const base = (profile: Record<string, string>): string => profile['cerby_base_url'] ?? ''
const token = (profile: Record<string, string>): string => profile['cerby_bearer_token'] ?? ''

/** Generates a key in the window, and leaves it open to be shown. */
export async function generateKey(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'API keys' }).or(window.getByRole('button', { name: /^API keys/ })).first().click()
  await window.getByRole('button', { name: 'Generate key' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Name').fill('ci-deploy')
  await dialog.getByText('1 day', { exact: true }).click()
  await dialog.getByText('Read everything', { exact: true }).click()
  await seeAccessible(window)
  await dialog.getByRole('button', { name: 'Generate key' }).click()
  await window.getByRole('heading', { name: 'ci-deploy is ready' }).waitFor()
  await seeAccessible(window)
}

/** Generates a key in the window, copies it, and calls with it. */
export async function makeAndUseKey(machine: Machine, window: Page, profile: Record<string, string>): Promise<string> {
  await generateKey(window)
  await window.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect.poll(() => machine.clipboardText().catch(() => ''), PATIENCE).not.toBe('')
  const key = await machine.clipboardText()
  expect(await call(base(profile), '/users', { 'X-API-Key': key })).toBe(200)
  await window.getByRole('button', { name: 'Done' }).click()
  return key
}

/** Generates a key in the window, copies it, calls with it, deletes it, and sees it refused. */
export async function makeUseAndDeleteKey(machine: Machine, window: Page, profile: Record<string, string>): Promise<string> {
  const key = await makeAndUseKey(machine, window, profile)
  await window.getByText('ci-deploy', { exact: true }).first().click()
  await window.getByRole('button', { name: 'Delete…' }).first().click()
  await window.getByRole('button', { name: 'Delete ci-deploy' }).click()
  await window.getByText('No key yet').waitFor()
  expect(await call(base(profile), '/users', { 'X-API-Key': key })).toBe(401)
  return key
}

/**
 * No file of the home but the credentials file holds the token, none at all holds the key, and neither stands in the state
 * that window, tray and menus draw, or in the command line or environment of a process that runs.
 */
export async function seeNothingLeaked(machine: Machine, window: Page, profile: Record<string, string>, key: string): Promise<void> {
  const state = await window.evaluate(() => new Promise<string>(resolve => {
    const { latchkey } = globalThis as unknown as { latchkey: { subscribe: (listener: (event: { kind: string }) => void) => () => void } }
    const stop = latchkey.subscribe(event => {
      if (event.kind !== 'state') return
      stop()
      resolve(JSON.stringify(event))
    })
  }))
  expect(state).toContain('"madeKeys"')
  for (const secret of [token(profile), key]) expect(state).not.toContain(secret)

  expect(await filesWith(machine.home, token(profile))).toEqual([machine.credentialsFile])
  expect(await filesWith(machine.home, key)).toEqual([])
  for (const secret of [token(profile), key]) expect(await processesWith(secret)).toEqual([])
}

/** Nobody clicks: the token in the file is another one before the old one ends. */
export async function seeRefreshed(machine: Machine, before: Record<string, string>): Promise<Record<string, string>> {
  await expect.poll(async () => (await readProfile(machine.credentialsFile))?.['cerby_bearer_token'], { timeout: 90_000, interval: 500 })
    .not.toBe(before['cerby_bearer_token'])
  const profile = await waitForProfile(machine)
  expect(await call(base(profile), '/me', { Authorization: `Bearer ${token(profile)}` })).toBe(200)
  return profile
}

/** After a kill, the app is signed in again by itself. */
export async function comeBackSignedIn(machine: Machine, app: RunningApp, args: string[]): Promise<RunningApp> {
  const opened = (await machine.urls.all()).length
  await app.kill()
  const again = await machine.launchApp({ args })
  await again.window.getByText(/Valid until/).first().waitFor({ timeout: 60_000 })
  expect((await machine.urls.all()).length).toBe(opened)
  return again
}

/** Signs out in the window: the file holds nothing of ours, and the old token is refused. */
export async function signOut(machine: Machine, window: Page, profile: Record<string, string>): Promise<void> {
  await window.getByRole('button', { name: /^More for / }).first().click()
  await window.getByRole('menuitem', { name: 'Sign out…' }).click()
  await window.getByRole('dialog').or(window.getByRole('alertdialog')).getByRole('button', { name: /^Sign out/ }).click()
  await window.getByRole('heading', { name: /Sign in once/ }).waitFor()
  await expect.poll(() => readProfile(machine.credentialsFile), PATIENCE).toBeUndefined()
  await expect.poll(() => call(base(profile), '/me', { Authorization: `Bearer ${token(profile)}` }), PATIENCE).toBe(401)
}
