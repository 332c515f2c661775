import type { Words } from '../../shared/words/words.ts'
import { isNarrow } from '../screens/keys/use-narrow.ts'
import type { Play } from './gallery-state.ts'

// A busy machine draws late; whoever waits for the state waits longer still.
const FOUND_MS = 10_000
const SETTLED_MS = 4000
const LOOK_MS = 16

/** Waits until `look` finds something; nothing after ten seconds. Not by frames, which a covered window doesn't draw. */
async function found<T>(look: () => T | undefined): Promise<T | undefined> {
  const until = performance.now() + FOUND_MS
  while (performance.now() < until) {
    const seen = look()
    if (seen !== undefined) return seen
    await new Promise(later => { setTimeout(later, LOOK_MS) })
  }
  return undefined
}

function named(name: string): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('button, [role=menuitem], [role=radio], label.radio')]
  return all.find(element => (element.getAttribute('aria-label') ?? element.textContent).trim() === name)
}

/** Does what a person does first in a state, in their language. Throws where a button isn't there. */
export async function play(acts: readonly Play[], words: Words): Promise<void> {
  for (const act of acts) {
    if ('press' in act) {
      if (act.isWideOnly && isNarrow()) continue
      const name = act.press(words)
      const button = await found(() => named(name))
      if (!button) throw new Error(`no button says "${name}"`)
      button.click()
    } else {
      await found(() => (document.activeElement instanceof HTMLInputElement ? true : undefined))
      document.execCommand('insertText', false, act.type)
    }
    await settled(act)
  }
}

/** Returns when nothing has changed for a moment: longer after typing, since React Aria names the first match late. */
export async function settled(after?: Play): Promise<void> {
  await found(() => document.querySelector('h1, [role=dialog], [role=alertdialog]') ?? undefined)
  const quietMs = after && 'type' in after ? 600 : 40
  await new Promise<void>(done => {
    const end = () => {
      watcher.disconnect()
      clearTimeout(longest)
      done()
    }
    let quiet = setTimeout(end, quietMs)
    const watcher = new MutationObserver(() => {
      clearTimeout(quiet)
      quiet = setTimeout(end, quietMs)
    })
    const longest = setTimeout(end, SETTLED_MS)
    watcher.observe(document, { subtree: true, childList: true, attributes: true })
  })
}
