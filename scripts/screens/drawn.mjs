// Of a busy machine.
const LONGEST_MS = 30_000

/**
 * Waits until the gallery has drawn a state. Throws, with the state's name, why it isn't drawn.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} hash  names the state and how to look at it, `#` and all
 */
export async function untilDrawn(page, hash) {
  // Not by frames, which a covered window doesn't draw.
  const seen = await page.waitForFunction(wanted => {
    const { drawn = '', broken = '' } = /** @type {any} */ (globalThis).document.documentElement.dataset
    return broken || (decodeURIComponent(drawn) === wanted && 'drawn')
  }, hash, { polling: 50, timeout: LONGEST_MS }).then(handle => handle.jsonValue(), async () => {
    const stands = await page.evaluate(() => {
      const { document, location } = /** @type {any} */ (globalThis)
      return `${location.hash} ${document.visibilityState}: ${document.body.innerText.slice(0, 300)}`
    })
    return `nothing said it was drawn; there stands ${stands}`
  })
  if (seen !== 'drawn') throw new Error(`${hash}: ${String(seen)}`)
}
