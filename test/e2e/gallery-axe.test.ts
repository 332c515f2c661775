import type { Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { openGallery, type OpenGallery } from '../support/gallery.ts'

const SETTLED_MS = 500

let gallery: OpenGallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(async () => { await gallery.close() })

test.concurrent('axe finds nothing in any state and theme, and no state breaks the content security policy', async ({ expect }) => {
  const { page, complaints, states } = await gallery.open({})
  const found: string[] = []
  for (const state of states) {
    await gallery.show(page, state, { theme: 'light' })
    found.push(...(await complaintsOf(page)).map(complaint => `${state.name}: ${complaint}`))
    // Names, roles and order are those of the light: what differs is what is seen.
    await page.evaluate(() => { document.documentElement.dataset['theme'] = 'dark' })
    found.push(...(await complaintsOf(page, ['color-contrast'])).map(complaint => `${state.name}, dark: ${complaint}`))
  }
  expect(states.length).toBeGreaterThan(60)
  expect(found).toEqual([])
  expect(complaints).toEqual([])
})

test.concurrent('nothing is cut off or overlaps the edge at 200 % zoom and in the narrowest window, in Spanish, whose words are longer', async ({ expect }) => {
  const { page, states } = await gallery.open({})
  const cut: string[] = []
  for (const state of states) {
    for (const [index, viewport] of [{ width: 560, height: 370 }, { width: 320, height: 640 }].entries()) {
      await page.setViewportSize(viewport)
      if (index === 0) await gallery.show(page, state, { theme: 'light', language: 'es' })
      let over = await overEdge(page)
      // What follows the size of the window a moment later, such as an open menu, is seen where it ends up.
      if (over.length > 0) {
        await page.waitForTimeout(SETTLED_MS)
        over = await overEdge(page)
      }
      if (over.length > 0) cut.push(`${state.name}, ${String(viewport.width)} px: ${[...new Set(over)].slice(0, 4).join(', ')}`)
    }
  }
  expect(states.length).toBeGreaterThan(60)
  expect(cut).toEqual([])
})

test.concurrent('the key table cuts no time and no status short, however wide it is, in both languages', async ({ expect }) => {
  const { page, states } = await gallery.open({})
  const shown = states.filter(({ name }) => ['keys/table', 'keys/details', 'keys/100000'].includes(name))
  const cut: string[] = []
  for (const state of shown) {
    for (const look of [{ theme: 'light' }, { theme: 'light', language: 'es' }] as const) {
      for (const width of [1400, 1120, 1000, 800, 560, 320]) {
        await page.setViewportSize({ width, height: 740 })
        await gallery.show(page, state, look)
        await page.locator('.key-body .key-cell-expires').first().waitFor()
        // How long and when: side by side where the table has the window's whole default width.
        const isWhole = width >= 1120 && state.name !== 'keys/details'
        cut.push(...(await cutTimes(page, isWhole)).map(text => `${state.name}, ${'language' in look ? look.language : 'en'}, ${String(width)} px: ${text}`))
      }
    }
  }
  expect(shown.length).toBe(3)
  expect(cut).toEqual([])
})

/** What the table shows in part alone and, where `isWhole`, what it left out because it did not fit. */
function cutTimes(page: Page, isWhole: boolean): Promise<string[]> {
  return page.evaluate(whole => [...document.querySelectorAll('.key-body .key-cell:is(.key-cell-key, .key-cell-created, .key-cell-expires, .key-cell-used, .key-cell-status)')]
    .filter(cell => [cell, ...cell.querySelectorAll('*')].some(part => part.clientWidth > 0 && (part.scrollWidth > part.clientWidth || (whole && part.scrollHeight > part.clientHeight))))
    .map(cell => cell.textContent), isWhole)
}

/** What reaches beyond the sides of the window, once it is drawn at its size. */
function overEdge(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // A busy machine may owe a frame for long: what stands is measured all the same, since measuring lays it out.
    await Promise.race([
      new Promise(drawn => { requestAnimationFrame(() => { requestAnimationFrame(drawn) }) }),
      new Promise(late => { setTimeout(late, 1000) }),
    ])
    const scrolls = (element: Element) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX)
    const isCut = (element: Element) => {
      const { left, right, width: wide, height: high } = element.getBoundingClientRect()
      if (wide === 0 || high === 0 || (left >= -1 && right <= innerWidth + 1)) return false
      for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
        // What scrolls sideways by intent, such as a program's text, may reach beyond.
        if (scrolls(parent) && parent.matches('.snippet, .tabs, .key-grid, .sidebar, .cut, .strip-first, .visually-hidden, .mono')) return false
      }
      return !element.matches('.visually-hidden')
    }
    return [...document.querySelectorAll('#window *, [role=dialog] *, [role=alertdialog] *')].filter(isCut).map(element => `${element.tagName}.${element.className.toString()}`)
  })
}
