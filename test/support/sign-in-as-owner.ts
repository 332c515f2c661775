import type { Page } from 'playwright-core'
import { createOwner, seeSignedInPage } from '../e2e/story/sign-in-pages.ts'
import type { Machine } from './machine.ts'

/** Signs in for the first time to the workspace that the browser is led to. */
export async function signInAsOwner(machine: Machine, window: Page, setUpCode?: string): Promise<void> {
  const page = await machine.followOpenedUrl()
  if (setUpCode !== undefined) await page.getByLabel('Set-up code').fill(setUpCode)
  await createOwner(page)
  await seeSignedInPage(page)
  await page.close()
  await window.getByText(/Valid until/).first().waitFor()
}
