import type { Gallery } from '../../gallery/gallery-state.ts'
import { WELL } from '../../gallery/samples.ts'

/** The palette and the list of shortcuts. */
export const paletteGallery: Gallery = {
  'palette/open': { place: { overlay: { kind: 'palette' } } },
  'palette/typed': { place: { overlay: { kind: 'palette' } }, play: [{ type: 'copy' }] },
  'palette/none': { place: { overlay: { kind: 'palette' } }, play: [{ type: 'xyz' }] },
  'palette/shortcuts': { place: { overlay: { kind: 'shortcuts' } } },
  'palette/shortcuts-mac': { state: { ...WELL, platform: 'darwin' }, place: { overlay: { kind: 'shortcuts' } } },
}
