import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../../support/accessible.ts'
import { openSystemBrowser } from '../../support/system-browser.ts'
import { CheckedApi, enveloped } from '../../support/workspace-api.ts'
import { ADA, setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

const LONG = { email: `${'a-very-long-address.'.repeat(4)}of@acme.example`, name: 'Somebody With A Name As Long As The Longest Of Them' }

let workspace: WorkspaceProcess
let browser: BrowserContext

beforeAll(async () => {
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--kms', 'file', '--name', 'Acme'])
  browser = await openSystemBrowser(await mkdtemp(join(tmpdir(), 'latchkey-browser-')), {})
})
afterAll(async () => {
  await browser.close()
  await workspace.stop()
})

/** What is wrong with a page in light and dark, wide and narrow. */
async function wrongWith(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 700 })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (over > 0) found.push(`${name}, ${colorScheme}, ${String(width)} px: ${String(over)} px beyond the side`)
    }
    found.push(...(await complaintsOf(page)).map(complaint => `${name}, ${colorScheme}: ${complaint}`))
  }
  return found
}

test('the pages can be used with any eye, on any screen, and removing asks first', async () => {
  const page = await browser.newPage()
  const found: string[] = []
  await page.goto(`${workspace.url}/set-up`)
  found.push(...await wrongWith(page, 'set up'))
  await page.fill('[name=setup]', 'wrong')
  for (const [field, value] of Object.entries({ ...ADA })) await page.fill(`[name=${field}]`, value)
  await page.click('button[type=submit]')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('setup')
  found.push(...await wrongWith(page, 'set up, wrong code'))

  const bearer = (await setUpOwner(workspace.url, workspace.setUpCode ?? '')).accessToken
  const api = await CheckedApi.of(workspace.url)
  await api.ask('POST', '/users', { bearer, body: enveloped('user', LONG) })
  await page.goto(`${workspace.url}/admin`)
  found.push(...await wrongWith(page, 'sign in to people'))
  await page.fill('[name=email]', ADA.email)
  await page.fill('[name=password]', ADA.password)
  await page.click('button[type=submit]')
  found.push(...await wrongWith(page, 'people'))
  await page.getByText('New link', { exact: true }).click()
  const link = await page.locator('.notice code').innerText()
  found.push(...await wrongWith(page, 'people, a link'))
  await page.getByText('Remove…').click()
  found.push(...await wrongWith(page, 'people, removing'))
  await page.getByRole('button', { name: `Remove ${LONG.name}` }).click()
  expect(await page.locator('.notice').innerText()).toContain('is removed')
  await page.goto(link)
  expect(await page.locator('h1').innerText()).toBe('This link has ended')
  found.push(...await wrongWith(page, 'a link that has ended'))
  expect(found).toEqual([])
}, 90_000)
