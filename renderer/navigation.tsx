import { createContext, startTransition, useContext, useMemo, useState, type ReactNode } from 'react'
import type { ApiKey } from '../shared/api-key.ts'
import type { ConnectionId } from '../shared/connection.ts'

export type Screen = 'home' | 'keys' | 'activity' | 'doctor' | 'settings' | 'connect'

/** What lies over the screen, if anything. */
export type Overlay =
  | { readonly kind: 'none' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'panic' }
  | { readonly kind: 'about' }
  /** `like` fills the dialog in from a key that died. */
  | { readonly kind: 'generate'; readonly connectionId: ConnectionId; readonly like?: ApiKey }
  | { readonly kind: 'rotate'; readonly connectionId: ConnectionId; readonly key: ApiKey }

/** Where a person is in the window. */
export type Place = {
  readonly screen: Screen
  readonly chosenId: ConnectionId | undefined
  /** The key whose details are open. */
  readonly keyId?: string | undefined
  /** The rotation that is looked at, in place of the keys. */
  readonly rotationId?: string | undefined
  readonly overlay: Overlay
}

export type Navigation = Place & {
  go(screen: Screen): void
  /** Chooses the workspace that keys and snippets are of. */
  choose(id: ConnectionId): void
  /** Shows the details of a key, or none. */
  openKey(id: ConnectionId, keyId: string | undefined): void
  /** Shows one rotation, or the keys again. */
  openRotation(rotationId: string | undefined): void
  open(overlay: Overlay): void
  closeOverlay(): void
}

/** These may hold a key that is shown once: nothing but their own buttons closes them. */
export function holdsKey(overlay: Overlay): boolean {
  return overlay.kind === 'generate' || overlay.kind === 'rotate'
}

const stay = (overlay: Overlay): Overlay => (holdsKey(overlay) ? overlay : { kind: 'none' })

export const START: Place = { screen: 'home', chosenId: undefined, overlay: { kind: 'none' } }

const Context = createContext<Navigation | undefined>(undefined)

export function NavigationContext(props: { start?: Place; children: ReactNode }) {
  const [place, setPlace] = useState(props.start ?? START)
  const navigation = useMemo<Navigation>(() => {
    // A transition: what stands there stays until the code of what comes is loaded, instead of a blank between them.
    const change = (next: (before: Place) => Place) => { startTransition(() => { setPlace(next) }) }
    return {
      ...place,
      go: screen => { change(before => ({ ...before, screen, rotationId: undefined, overlay: stay(before.overlay) })) },
      choose: chosenId => { change(before => ({ ...before, chosenId, rotationId: undefined, keyId: before.chosenId === chosenId ? before.keyId : undefined })) },
      openKey: (chosenId, keyId) => { change(before => ({ ...before, screen: 'keys', chosenId, keyId, rotationId: undefined, overlay: stay(before.overlay) })) },
      openRotation: rotationId => { change(before => ({ ...before, screen: 'keys', rotationId, overlay: { kind: 'none' } })) },
      open: overlay => { change(before => (holdsKey(before.overlay) ? before : { ...before, overlay })) },
      closeOverlay: () => { change(before => ({ ...before, overlay: { kind: 'none' } })) },
    }
  }, [place])
  return <Context value={navigation}>{props.children}</Context>
}

export function useNavigation(): Navigation {
  const navigation = useContext(Context)
  if (!navigation) throw new Error('drawn outside of the window')
  return navigation
}
