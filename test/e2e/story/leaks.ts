import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files below a folder whose bytes hold this text. Sockets, pipes and what vanishes meanwhile are passed over. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries.filter(each => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    // UTF-16 is how Chromium's own stores keep text.
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(path)
  }
  return found
}

/** The processes (Linux) that show this text in their command line or environment. */
export async function processesWith(text: string): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const shown = await Promise.all(ids.map(async id => {
    const both = await Promise.all(['cmdline', 'environ'].map(file => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')))
    return both.some(words => words.includes(text)) ? [id] : []
  }))
  return shown.flat()
}
