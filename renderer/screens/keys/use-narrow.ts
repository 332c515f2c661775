import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 480px)')

function subscribe(changed: () => void): () => void {
  narrow.addEventListener('change', changed)
  return () => { narrow.removeEventListener('change', changed) }
}

/** Whether the window is so narrow that a table becomes a list. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches)
}
