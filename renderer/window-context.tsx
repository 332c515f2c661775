import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore, type ReactNode } from 'react'
import type { AppState } from '../shared/app-state.ts'
import type { Instant } from '../shared/instant.ts'
import type { WindowEvent } from '../shared/contract.ts'
import type { Words } from '../shared/words/words.ts'
import type { Bridge } from './bridge.ts'
import type { StateStore } from './state-store.ts'

/** What every part of the window may need. The gallery hands in a bridge without an app and a clock that stands. */
export type WindowParts = {
  readonly bridge: Bridge
  readonly store: StateStore
  readonly words: Words
  readonly now: () => Instant
  /** Shows that something of ours broke. */
  readonly reportBroken: () => void
}

const Context = createContext<WindowParts | undefined>(undefined)

export function WindowContext(props: { parts: WindowParts; children: ReactNode }) {
  return <Context value={props.parts}>{props.children}</Context>
}

export function useWindow(): WindowParts {
  const parts = useContext(Context)
  if (!parts) throw new Error('drawn outside of the window')
  return parts
}

export function useWords(): Words {
  return useWindow().words
}

/** The state; drawn again whenever it changes. */
export function useAppState(): AppState {
  const { store } = useWindow()
  const state = useSyncExternalStore(store.subscribe, store.current)
  if (!state) throw new Error('drawn before the first snapshot')
  return state
}

/** Hears of menu, tray and reveals. */
export function useWindowEvents(listener: (event: Exclude<WindowEvent, { kind: 'state' }>) => void): void {
  const { store } = useWindow()
  const hear = useEffectEvent(listener)
  useEffect(() => store.onEvent(event => { hear(event) }), [store])
}
