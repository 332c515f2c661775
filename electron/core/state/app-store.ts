import type { AppState } from '../../../shared/app-state.ts'
import type { AppEvent, Tell } from './app-events.ts'
import { nextState } from './next-state.ts'

/** Holds the one state, applies events, tells whoever draws it. */
export interface AppStore {
  state(): AppState
  tell: Tell
  /** Calls `draw` after each change; the returned function ends that. */
  subscribe(draw: (state: AppState, event: AppEvent) => void): () => void
}

export function makeAppStore(initial: AppState): AppStore {
  let state = initial
  const subscribers = new Set<(state: AppState, event: AppEvent) => void>()
  return {
    state: () => state,
    tell(event) {
      state = nextState(state, event)
      for (const draw of [...subscribers]) draw(state, event)
    },
    subscribe(draw) {
      subscribers.add(draw)
      return () => {
        subscribers.delete(draw)
      }
    },
  }
}
