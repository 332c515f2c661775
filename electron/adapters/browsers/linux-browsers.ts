import { access, constants, readdir, readFile } from 'node:fs/promises'
import { delimiter, isAbsolute, join, relative, sep } from 'node:path'
import { commandFor, readDesktopEntry } from './desktop-entry.ts'
import type { FindBrowsers, InstalledBrowser } from './ports.ts'

const OF_WEB = 'x-scheme-handler/https'

/** Where applications are described, the person's own first (XDG Base Directory Specification). */
export function applicationFolders(environment: Readonly<Record<string, string | undefined>>, home: string): string[] {
  const own = environment['XDG_DATA_HOME'] || join(home, '.local', 'share')
  const others = (environment['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')
  return [own, ...others].filter(isAbsolute).map(folder => join(folder, 'applications'))
}

/** Browsers of a Linux desktop: the applications that say they open https. Of two with one id the first stands. */
export function findLinuxBrowsers(environment: Readonly<Record<string, string | undefined>>, home: string): FindBrowsers {
  return async () => {
    const found = new Map<string, InstalledBrowser | undefined>()
    for (const folder of applicationFolders(environment, home)) {
      for (const path of await entriesIn(folder)) {
        // "Desktop File ID": folders below become part of the name.
        const id = relative(folder, path).split(sep).join('-')
        if (!found.has(id)) found.set(id, await browserOf(id, path, environment))
      }
    }
    return [...found.values()].filter(browser => browser !== undefined)
  }
}

async function entriesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter(entry => !entry.isDirectory() && entry.name.endsWith('.desktop')).map(entry => join(entry.parentPath, entry.name)).toSorted()
}

async function browserOf(id: string, path: string, environment: Readonly<Record<string, string | undefined>>): Promise<InstalledBrowser | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (!text.includes(OF_WEB)) return undefined
  const entry = readDesktopEntry(text)
  if (entry === undefined || !entry.mimeTypes.includes(OF_WEB)) return undefined
  const [program] = commandFor(entry, 'https://example.org/') ?? []
  if (program === undefined || !(await canRun(program, environment['PATH'] ?? ''))) return undefined
  return { id, name: entry.name.slice(0, 100), command: address => commandFor(entry, address) ?? [program, address] }
}

async function canRun(program: string, path: string): Promise<boolean> {
  const places = isAbsolute(program) ? [program] : path.split(delimiter).filter(isAbsolute).map(folder => join(folder, program))
  const checks = await Promise.all(places.map(place => access(place, constants.X_OK).then(() => true, () => false)))
  return checks.includes(true)
}
