import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// React Aria's announcer names a pending button by its id for some seconds, also when the button is gone by then.
const SEEN = { exclude: ['[data-live-announcer]'] }

/** What axe finds in a page as it stands; `rules` names the only ones to try. */
export async function complaintsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(await source)
  const { violations } = await page.evaluate(async ({ seen, only }) => {
    const { axe } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }
    // No rule that runs reads style sheets ahead.
    return axe.run(seen, { resultTypes: ['violations'], preload: false, ...(only ? { runOnly: only } : {}) })
  }, { seen: SEEN, only: rules })
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(node => node.target.join(' ')).join(', ')}`)
}

/** Axe finds nothing in this window. */
export async function seeAccessible(window: Page): Promise<void> {
  // What has just appeared is still half transparent, and its contrast that of a moment.
  await window.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  expect(await complaintsOf(window)).toEqual([])
}
