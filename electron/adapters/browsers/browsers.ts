import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from '../../../shared/browser.ts'
import { findLinuxBrowsers } from './linux-browsers.ts'
import { findMacBrowsers } from './mac-browsers.ts'
import type { FindBrowsers } from './ports.ts'
import { findWindowsBrowsers, type QueryRegistry } from './windows-browsers.ts'

/** The browsers that are installed, and a way to open a page in one of them. */
export interface Browsers {
  list(): Promise<Browser[]>
  /** Opens an address that was checked before; false where that browser is gone or does not start. */
  open(id: string, address: URL): Promise<boolean>
}

export function makeBrowsers(find: FindBrowsers): Browsers {
  return {
    list: async () => (await find()).map(({ id, name }) => ({ id, name })).toSorted((a, b) => a.name.localeCompare(b.name)),
    async open(id, address) {
      const [program, ...words] = (await find()).find(browser => browser.id === id)?.command(address.href) ?? []
      return program === undefined ? false : start(program, words)
    },
  }
}

/** The way to find browsers on this system. */
export function findBrowsersOn(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>, home: string): FindBrowsers {
  switch (platform) {
    case 'darwin':
      return findMacBrowsers(['/Applications', join(home, 'Applications'), '/System/Cryptexes/App/System/Applications'])
    case 'win32':
      return findWindowsBrowsers(queryRegistry(environment['SystemRoot'] ?? String.raw`C:\Windows`))
    default:
      return findLinuxBrowsers(environment, home)
  }
}

// SECURITY: arguments, never a command line: no shell reads the address, and it begins with its scheme, so that it is no
// switch of the browser's.
function start(program: string, words: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore', shell: false })
    child.once('error', () => { resolve(false) })
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function queryRegistry(systemRoot: string): QueryRegistry {
  const run = promisify(execFile)
  return key => run(join(systemRoot, 'System32', 'reg.exe'), ['query', key, '/s', '/ve'], { windowsHide: true, timeout: 5000 }).then(({ stdout }) => stdout, () => '')
}
