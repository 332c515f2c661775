import { Suspense } from 'react'
import { AboutScreen, GenerateKeyScreen, LinkScreen, PaletteScreen, PanicScreen, RotateKeyScreen, Shortcuts } from './lazy-screens.ts'
import { holdsKey, useNavigation, type Overlay } from './navigation.tsx'
import { useAppState } from './window-context.tsx'

type OfKey = Extract<Overlay, { kind: 'generate' | 'rotate' }>

/** What lies over the screen. Loaded when first asked for: none of it is needed for the first paint. */
export function Overlays() {
  const { overlay } = useNavigation()
  const { link, signIn } = useAppState()
  // What a link asks waits while a key is shown, or a sign-in is under way.
  const isAsked = link !== undefined && signIn.kind === 'idle' && !holdsKey(overlay)
  return isAsked ? <Suspense><LinkScreen key={link.linkId} link={link} /></Suspense> : <Opened />
}

function Opened() {
  const { overlay, closeOverlay } = useNavigation()
  const { connections } = useAppState()
  switch (overlay.kind) {
    case 'none':
      return null
    case 'palette':
      return <Suspense><PaletteScreen onClose={closeOverlay} /></Suspense>
    case 'shortcuts':
      return <Suspense><Shortcuts onClose={closeOverlay} /></Suspense>
    case 'about':
      return <Suspense><AboutScreen onClose={closeOverlay} /></Suspense>
    case 'panic':
      return connections.length === 0 ? null : <Suspense><PanicScreen onClose={closeOverlay} /></Suspense>
    case 'generate':
    case 'rotate':
      return <KeyOverlay overlay={overlay} />
  }
}

function KeyOverlay({ overlay }: { overlay: OfKey }) {
  const { closeOverlay } = useNavigation()
  const { connections } = useAppState()
  const connection = connections.find(({ id }) => id === overlay.connectionId)
  if (!connection) return null
  return (
    <Suspense>
      {overlay.kind === 'rotate'
        ? <RotateKeyScreen connection={connection} apiKey={overlay.key} onClose={closeOverlay} />
        : <GenerateKeyScreen connection={connection} {...(overlay.like ? { like: overlay.like } : {})} onClose={closeOverlay} />}
    </Suspense>
  )
}
