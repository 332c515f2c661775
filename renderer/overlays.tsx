import { lazy, Suspense } from 'react'
import { useNavigation } from './navigation.tsx'
import { useAppState } from './window-context.tsx'

const GenerateKey = lazy(async () => ({ default: (await import('./screens/generate-key/screen.tsx')).GenerateKeyScreen }))
const RotateKey = lazy(async () => ({ default: (await import('./screens/generate-key/rotate-screen.tsx')).RotateKeyScreen }))
const Palette = lazy(async () => ({ default: (await import('./screens/palette/screen.tsx')).PaletteScreen }))
const Shortcuts = lazy(async () => ({ default: (await import('./screens/palette/shortcuts.tsx')).Shortcuts }))

/** What lies over the screen. Loaded when first asked for: none of it is needed for the first paint. */
export function Overlays() {
  const { overlay, closeOverlay } = useNavigation()
  const { connections } = useAppState()
  switch (overlay.kind) {
    case 'none':
      return null
    case 'palette':
      return <Suspense><Palette onClose={closeOverlay} /></Suspense>
    case 'shortcuts':
      return <Suspense><Shortcuts onClose={closeOverlay} /></Suspense>
    case 'generate':
    case 'rotate': {
      const connection = connections.find(({ id }) => id === overlay.connectionId)
      if (!connection) return null
      return (
        <Suspense>
          {overlay.kind === 'rotate'
            ? <RotateKey connection={connection} apiKey={overlay.key} onClose={closeOverlay} />
            : <GenerateKey connection={connection} {...(overlay.like ? { like: overlay.like } : {})} onClose={closeOverlay} />}
        </Suspense>
      )
    }
  }
}
