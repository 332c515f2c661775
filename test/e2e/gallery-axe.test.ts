import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../support/accessible.ts'
import { openGallery, type OpenGallery } from '../support/gallery.ts'

let gallery: OpenGallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(async () => { await gallery.close() })

test.each([
  { says: 'in the light', theme: 'light', rules: undefined },
  // Names, roles and order are those of the light: what differs is what is seen.
  { says: 'in the dark', theme: 'dark', rules: ['color-contrast'] },
] as const)('axe finds nothing in any state, and no state breaks the content security policy, $says', async ({ theme, rules }) => {
  const { page, complaints, states } = await gallery.open({})
  const found: string[] = []
  for (const state of states) {
    await gallery.show(page, state, { theme })
    found.push(...(await complaintsOf(page, rules)).map(complaint => `${state.name}: ${complaint}`))
  }
  expect(states.length).toBeGreaterThan(60)
  expect(found).toEqual([])
  expect(complaints).toEqual([])
})

test.each([
  { says: 'in the narrowest window', width: 320, height: 640 },
  { says: 'at 200 % zoom, in Spanish, whose words are longer', width: 560, height: 370, language: 'es' as const },
])('nothing is cut off or overlaps the edge $says', async ({ width, height, language }) => {
  const { page, states } = await gallery.open({ viewport: { width, height } })
  const cut: string[] = []
  for (const state of states) {
    await gallery.show(page, state, { theme: 'light', ...(language ? { language } : {}) })
    const over = await page.evaluate(() => {
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
    if (over.length > 0) cut.push(`${state.name}: ${[...new Set(over)].slice(0, 4).join(', ')}`)
  }
  expect(states.length).toBeGreaterThan(60)
  expect(cut).toEqual([])
})
