import { watch, type FSWatcher } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from './file-failure.ts'
import { resolveTarget } from './resolve-target.ts'

/** A burst of changes (write, rename, attributes) is told once. */
const DEBOUNCE_MS = 60
/** What the system's own watch can't see (another machine's change, a folder that isn't there) is looked for this often. */
const POLL_MS = 1000

/**
 * Gives an element each time the file may have changed: written, replaced, deleted, its link led elsewhere, its folder
 * gone or back. Nothing here keeps the process alive.
 */
export function watchFile(path: string): AsyncIterableIterator<undefined> {
  const queue = new Signals()
  const watchers = new Map<string, { inode: string; watcher: FSWatcher }>()
  let last: string | undefined
  let isLooking = false
  let isOver = false
  let debounce: NodeJS.Timeout | undefined

  const look = async (): Promise<void> => {
    if (isLooking || isOver) return
    isLooking = true
    try {
      const { signature, folders } = await survey(path)
      await arm(watchers, folders, soon)
      if (last !== undefined && signature !== last) queue.push()
      last = signature
    } finally {
      isLooking = false
      if (isOver) closeAll(watchers)
    }
  }
  const soon = (): void => {
    debounce ??= setTimeout(() => {
      debounce = undefined
      void look()
    }, DEBOUNCE_MS).unref()
  }
  const poll = setInterval(() => void look(), POLL_MS).unref()
  void look()

  return {
    next: () => queue.next(),
    return() {
      isOver = true
      clearInterval(poll)
      clearTimeout(debounce)
      closeAll(watchers)
      queue.end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** Elements that nobody took yet count as one: they all say the same. */
class Signals {
  #isPending = false
  #isOver = false
  #waiting: ((result: IteratorResult<undefined, undefined>) => void)[] = []

  push(): void {
    const first = this.#waiting.shift()
    if (first) first({ done: false, value: undefined })
    else this.#isPending = true
  }

  end(): void {
    this.#isOver = true
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined })
  }

  next(): Promise<IteratorResult<undefined, undefined>> {
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined })
    if (!this.#isPending) return new Promise(resolve => this.#waiting.push(resolve))
    this.#isPending = false
    return Promise.resolve({ done: false, value: undefined })
  }
}

async function survey(path: string): Promise<{ signature: string; folders: string[] }> {
  const target = await resolveTarget(path)
  const folders = new Set([dirname(path), ...(target.ok ? [target.value.folder] : [])])
  const real = target.ok ? target.value.path : path
  return { signature: [await mark(path), real, await mark(real)].join(' '), folders: [...folders] }
}

/** Changes whenever the file does: its inode on a replacement, its times on a write. */
async function mark(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await lstat(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch (error) {
    return errorCode(error) ?? 'unknown'
  }
}

/** Watches each folder that is there. A folder that was made anew under the same name needs a new watch. */
async function arm(watchers: Map<string, { inode: string; watcher: FSWatcher }>, folders: readonly string[], changed: () => void): Promise<void> {
  for (const [folder, { watcher }] of watchers) if (!folders.includes(folder)) drop(watchers, folder, watcher)
  for (const folder of folders) {
    const inode = await inodeOf(folder)
    const armed = watchers.get(folder)
    if (armed?.inode === inode) continue
    if (armed) drop(watchers, folder, armed.watcher)
    if (inode === undefined) continue
    try {
      const watcher = watch(folder, { persistent: false }, changed)
      // The poll goes on without it and arms a new one.
      watcher.on('error', () => {
        drop(watchers, folder, watcher)
      })
      watchers.set(folder, { inode, watcher })
    } catch (error) {
      if (errorCode(error) === undefined) throw error
    }
  }
}

async function inodeOf(folder: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true })
    return `${String(dev)}:${String(ino)}`
  } catch {
    return undefined
  }
}

function drop(watchers: Map<string, { watcher: FSWatcher }>, folder: string, watcher: FSWatcher): void {
  watcher.close()
  if (watchers.get(folder)?.watcher === watcher) watchers.delete(folder)
}

function closeAll(watchers: Map<string, { watcher: FSWatcher }>): void {
  for (const [folder, { watcher }] of watchers) drop(watchers, folder, watcher)
}
