import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 480px)')

function subscribe(changed: () => void): () => void {
  narrow.addEventListener('change', changed)
  return () => { narrow.removeEventListener('change', changed) }
}

/** Whether the window is so narrow that a table becomes a list. */
export const isNarrow = (): boolean => narrow.matches

/** The same, for what is drawn. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow)
}
