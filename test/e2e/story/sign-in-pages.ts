import type { Page } from 'playwright-core'

/** The person of the stories. */
export const ADA = { email: 'ada@acme.example', name: 'Ada Lovelace', password: 'correct horse battery staple' }

/** Creates the Owner on the workspace's page in the browser. */
export async function createOwner(page: Page): Promise<void> {
  await page.getByLabel('Email').fill(ADA.email)
  await page.getByLabel('Name').fill(ADA.name)
  await page.getByLabel('Password').fill(ADA.password)
  await page.getByRole('button', { name: 'Create the Owner' }).click()
}

/** The browser's last page says plainly that all is done, and its address holds no code. */
export async function seeSignedInPage(page: Page): Promise<void> {
  await page.waitForURL(/\/done$/)
  await page.getByRole('heading', { name: /signed in/i }).waitFor()
}
