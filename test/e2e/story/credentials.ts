import { readFile, stat } from 'node:fs/promises'

/** A profile as a tool that knows nothing of Latchkey reads it; `undefined` while there is none. */
export async function readProfile(path: string, profile = 'default'): Promise<Record<string, string> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const section = text.split(/^\[/m).find(part => part.startsWith(`${profile}]`))
  if (section === undefined) return undefined
  return Object.fromEntries(section.split('\n').slice(1).flatMap(line => {
    const [, key, value] = /^([a-z_]+) = (.*)$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key, value]]
  }))
}

/** Permission bits, such as `600`. */
export async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

/** Calls the workspace as a script does. Gives the status. */
export async function call(baseUrl: string, path: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${baseUrl}${path}`, { headers })
  await response.arrayBuffer()
  return response.status
}
