import { build } from '../../scripts/build.mjs'
import { provideElectron } from '../../scripts/provide/electron.mjs'

/**
 * Makes ready what the end-to-end tests drive, and names it in LATCHKEY_TESTED: this tree's app, built, on the provided
 * Electron.
 */
export async function setup(): Promise<void> {
  const [electron] = await Promise.all([provideElectron(), build()])
  process.env['LATCHKEY_TESTED'] = electron.program
}
