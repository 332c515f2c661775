import type { WindowEvent } from '../shared/contract.ts'
import type { AppState } from '../shared/app-state.ts'
import type { Bridge } from './bridge.ts'

type OtherEvent = Exclude<WindowEvent, { kind: 'state' }>

/** The last snapshot of the app's state, and the events that are no state. */
export type StateStore = {
  current(): AppState | undefined
  /** For useSyncExternalStore. */
  subscribe(changed: () => void): () => void
  onEvent(listener: (event: OtherEvent) => void): () => void
  close(): void
}

/**
 * Listens to the app. A snapshot older than the one in hand is dropped: messages may overtake each other. An event that
 * comes before anybody listens, as to a window that was opened for it, waits.
 */
export function openStateStore(bridge: Bridge): StateStore {
  let state: AppState | undefined
  const drawing = new Set<() => void>()
  const listening = new Set<(event: OtherEvent) => void>()
  const waiting: OtherEvent[] = []
  const hear = (event: OtherEvent) => { for (const listener of listening) listener(event) }
  const close = bridge.subscribe(event => {
    if (event.kind !== 'state') {
      if (listening.size === 0) waiting.push(event)
      else hear(event)
      return
    }
    if (state && event.state.revision <= state.revision) return
    state = event.state
    for (const changed of drawing) changed()
  })
  return {
    current: () => state,
    subscribe: changed => {
      drawing.add(changed)
      return () => drawing.delete(changed)
    },
    onEvent: listener => {
      listening.add(listener)
      // Those that are mounted with this one are to hear it too.
      queueMicrotask(() => { waiting.splice(0).forEach(hear) })
      return () => listening.delete(listener)
    },
    close,
  }
}
