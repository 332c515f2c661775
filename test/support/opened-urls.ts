import { once } from 'node:events'
import { watch } from 'node:fs'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface UrlHandOver {
  /** Goes first on PATH: it holds the `xdg-open` that notes addresses instead of opening them. */
  folder: string
  /** The next address that a program asked to open; the ones before it are not given again. */
  next(): Promise<string>
  /** All so far. */
  all(): Promise<string[]>
  /** From now on addresses go nowhere. On Linux nobody is told: Electron does not wait for `xdg-open` to end. */
  breakBrowser(): Promise<void>
  mendBrowser(): Promise<void>
}

const NOTES = '#!/bin/sh\nprintf \'%s\\n\' "$1" >> "$(dirname "$0")/opened"\n'
const FAILS = '#!/bin/sh\nexit 3\n'

/** Stands in for the desktop's way to open an address (`shell.openExternal` runs `xdg-open` on Linux). */
export async function handOverUrls(home: string): Promise<UrlHandOver> {
  const folder = join(home, '.programs')
  const program = join(folder, 'xdg-open')
  const notes = join(folder, 'opened')
  let taken = 0
  await mkdir(folder, { recursive: true })
  await appendFile(notes, '')
  const write = (text: string): Promise<void> => writeFile(program, text, { mode: 0o755 })
  await write(NOTES)
  const all = async (): Promise<string[]> => (await readFile(notes, 'utf8')).split('\n').slice(0, -1)
  return {
    folder, all,
    breakBrowser: () => write(FAILS),
    mendBrowser: () => write(NOTES),
    async next() {
      const watcher = watch(notes)
      try {
        for (;;) {
          // Awaited only after the reading, but listened for before it: an address noted in between is not missed.
          const changed = once(watcher, 'change')
          const url = (await all())[taken]
          if (url !== undefined) {
            taken += 1
            return url
          }
          await changed
        }
      } finally {
        watcher.close()
      }
    },
  }
}
