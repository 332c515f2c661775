import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { FindBrowsers } from './ports.ts'

/** Bundle identifiers of browsers, and the names under which they stand in an Applications folder. */
const KNOWN: readonly (readonly [bundle: string, name: string])[] = [
  ['com.apple.Safari', 'Safari'], ['com.google.Chrome', 'Google Chrome'], ['org.mozilla.firefox', 'Firefox'], ['com.microsoft.edgemac', 'Microsoft Edge'],
  ['com.brave.Browser', 'Brave Browser'], ['company.thebrowser.Browser', 'Arc'], ['com.vivaldi.Vivaldi', 'Vivaldi'], ['com.operasoftware.Opera', 'Opera'],
  ['org.chromium.Chromium', 'Chromium'], ['com.kagi.kagimacOS', 'Orion'], ['com.duckduckgo.macos.browser', 'DuckDuckGo'],
  ['org.mozilla.firefoxdeveloperedition', 'Firefox Developer Edition'], ['com.google.Chrome.canary', 'Google Chrome Canary'],
]

/**
 * Browsers of a Mac, opened through LaunchServices by their bundle (`open -b`, open(1)).
 *
 * @param folders  where applications stand: `/Applications`, `~/Applications`
 */
export function findMacBrowsers(folders: readonly string[]): FindBrowsers {
  return async () => {
    const present = await Promise.all(KNOWN.map(([, name]) => isIn(folders, name)))
    return KNOWN.filter((_, index) => present[index]).map(([id, name]) => ({ id, name, command: address => ['/usr/bin/open', '-b', id, address] }))
  }
}

async function isIn(folders: readonly string[], name: string): Promise<boolean> {
  const checks = await Promise.all(folders.map(folder => access(join(folder, `${name}.app`)).then(() => true, () => false)))
  return checks.includes(true)
}
