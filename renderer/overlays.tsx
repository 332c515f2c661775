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
  return isAsked ? <LinkScreen key={link.linkId} link={link} /> : <Opened />
}

function Opened() {
  const { overlay, closeOverlay } = useNavigation()
  const { connections } = useAppState()
  switch (overlay.kind) {
    case 'none':
      return null
    case 'palette':
      return <PaletteScreen onClose={closeOverlay} />
    case 'shortcuts':
      return <Shortcuts onClose={closeOverlay} />
    case 'about':
      return <AboutScreen onClose={closeOverlay} />
    case 'panic':
      return connections.length === 0 ? null : <PanicScreen onClose={closeOverlay} />
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
  return overlay.kind === 'rotate'
    ? <RotateKeyScreen connection={connection} apiKey={overlay.key} onClose={closeOverlay} />
    : <GenerateKeyScreen connection={connection} {...(overlay.like ? { like: overlay.like } : {})} onClose={closeOverlay} />
}
