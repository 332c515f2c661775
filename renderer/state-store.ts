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

/** Listens to the app. A snapshot older than the one in hand is dropped: messages may overtake each other. */
export function openStateStore(bridge: Bridge): StateStore {
  let state: AppState | undefined
  const drawing = new Set<() => void>()
  const listening = new Set<(event: OtherEvent) => void>()
  const close = bridge.subscribe(event => {
    if (event.kind !== 'state') {
      for (const listener of listening) listener(event)
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
      return () => listening.delete(listener)
    },
    close,
  }
}
