import { watch, type FSWatcher } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from './file-failure.ts'
import { identityIn } from './file-identity.ts'
import { isOnNetworkShare } from './network-share.ts'
import type { Machine } from './private-folder.ts'
import { resolveTarget } from './resolve-target.ts'

/** A burst of changes (write, rename, attributes) is told once. */
const DEBOUNCE_MS = 60
/** What the system's own watch can't see (another machine's change, a folder that isn't there) is looked for this often. */
const POLL_MS = 1000
/** Where it sees all: for what may have slipped past it, such as another folder under a link further up. */
const SEEN_POLL_MS = 10_000

/**
 * Gives an element each time the file may have changed: written, replaced, deleted, its link led elsewhere, its folder
 * gone or back. Nothing here keeps the process alive.
 *
 * @param seenPollMs  how long to leave it to the system's own watch, where that sees all, before looking again
 */
export function watchFile(path: string, machine: Machine, seenPollMs = SEEN_POLL_MS): AsyncIterableIterator<undefined> {
  const queue = new Signals()
  const watchers: Watchers = new Map()
  let last: string | undefined
  let isLooking = false
  let isAsked = false
  let isOver = false
  let debounce: NodeJS.Timeout | undefined
  let poll: NodeJS.Timeout | undefined

  const look = async (): Promise<void> => {
    isAsked = true
    if (isLooking) return
    isLooking = true
    clearTimeout(poll)
    let isSeen = false
    try {
      while (isAsked && !isOver) {
        isAsked = false
        const { signature, folders } = await survey(path)
        isSeen = await arm(watchers, folders, machine, soon)
        if (last !== undefined && signature !== last) queue.push()
        last = signature
      }
    } finally {
      isLooking = false
      if (isOver) closeAll(watchers)
      else poll = setTimeout(() => void look(), isSeen ? seenPollMs : POLL_MS).unref()
    }
  }
  const soon = (): void => {
    debounce ??= setTimeout(() => {
      debounce = undefined
      void look()
    }, DEBOUNCE_MS).unref()
  }
  void look()

  return {
    next: () => queue.next(),
    return() {
      isOver = true
      clearTimeout(poll)
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

/** A folder's watch, and whether there are changes that it can't see. */
type Watchers = Map<string, { identity: string; isShare: boolean; watcher: FSWatcher }>

/**
 * Watches each folder that is there. A folder that was made anew under the same name needs a new watch.
 *
 * @returns whether every change since the last look was seen, and the next one will be
 */
async function arm(watchers: Watchers, folders: readonly string[], machine: Machine, changed: () => void): Promise<boolean> {
  for (const [folder, { watcher }] of watchers) if (!folders.includes(folder)) drop(watchers, folder, watcher)
  let isSeen = true
  for (const folder of folders) {
    const identity = await identityOf(folder)
    const armed = watchers.get(folder)
    if (armed !== undefined && armed.identity === identity) {
      isSeen &&= !armed.isShare
      continue
    }
    isSeen = false
    if (armed) drop(watchers, folder, armed.watcher)
    if (identity !== undefined) await armAnew(watchers, folder, identity, machine, changed)
  }
  return isSeen
}

async function armAnew(watchers: Watchers, folder: string, identity: string, machine: Machine, changed: () => void): Promise<void> {
  const isShare = await isOnNetworkShare(folder, machine.platform, machine.run).catch(() => true)
  try {
    const watcher = watch(folder, { persistent: false }, changed)
    // The next look arms a new one.
    watcher.on('error', () => {
      drop(watchers, folder, watcher)
      changed()
    })
    watchers.set(folder, { identity, isShare, watcher })
  } catch (error) {
    if (errorCode(error) === undefined) throw error
  }
}

/** With its birth: a folder that is made anew at once gets the inode of the one that was deleted, but not its watch. */
async function identityOf(folder: string): Promise<string | undefined> {
  try {
    const stats = await stat(folder, { bigint: true })
    return `${identityIn(stats)}:${String(stats.birthtimeNs)}`
  } catch {
    return undefined
  }
}

function drop(watchers: Watchers, folder: string, watcher: FSWatcher): void {
  watcher.close()
  if (watchers.get(folder)?.watcher === watcher) watchers.delete(folder)
}

function closeAll(watchers: Watchers): void {
  for (const [folder, { watcher }] of watchers) drop(watchers, folder, watcher)
}
