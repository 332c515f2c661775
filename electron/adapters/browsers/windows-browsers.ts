import type { FindBrowsers, InstalledBrowser } from './ports.ts'

/** Browsers register here, per machine and per user (Microsoft, "Registering Programs with Client Types"). */
export const CLIENTS = String.raw`Software\Clients\StartMenuInternet`

/** Reads all default values below a registry key, as `reg query <key> /s /ve` prints them; '' where there is no such key. */
export type QueryRegistry = (key: string) => Promise<string>

/** Browsers of Windows: the registered internet clients, each with the program of its *open* verb. */
export function findWindowsBrowsers(query: QueryRegistry): FindBrowsers {
  return async () => {
    const outputs = await Promise.all(['HKCU', 'HKLM'].map(hive => query(`${hive}\\${CLIENTS}`)))
    const found = new Map<string, InstalledBrowser>()
    for (const browser of outputs.flatMap(browsersIn)) if (!found.has(browser.id)) found.set(browser.id, browser)
    return [...found.values()]
  }
}

/** The browsers that an output of `reg query` names. The label of a default value is in the system's language: only its type is read. */
export function browsersIn(output: string): InstalledBrowser[] {
  const values = new Map<string, string>()
  let key = ''
  for (const line of output.split(/\r?\n/)) {
    if (/^HKEY_/.test(line)) key = line.trim()
    const value = /^\s+.+?\s+REG_(?:EXPAND_)?SZ\s+(.*?)\s*$/.exec(line)?.[1]
    if (value !== undefined && value !== '') values.set(key, value)
  }
  return [...values].flatMap(([path, command]) => {
    const [, root, id] = /^(HKEY_[A-Z_]+\\Software\\Clients\\StartMenuInternet\\([^\\]+))\\shell\\open\\command$/i.exec(path) ?? []
    const program = programOf(command)
    if (root === undefined || id === undefined || program === undefined) return []
    return [{ id, name: (values.get(root) ?? id).slice(0, 100), command: (address: string) => [program, address] as const }]
  })
}

/** The program of a command line, where it is a whole path to an .exe. */
function programOf(command: string): string | undefined {
  const program = /^"([^"]+)"/.exec(command)?.[1] ?? /^(.+?\.exe)(?:\s|$)/i.exec(command)?.[1]
  return program !== undefined && /^[A-Za-z]:\\[^"]+\.exe$/i.test(program) ? program : undefined
}
