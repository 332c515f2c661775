import type { Gallery } from '../../gallery/gallery-state.ts'

/** Settings. */
export const settingsGallery: Gallery = {
  'settings/all': { place: { screen: 'settings' } },
}
