import { loadedLater } from '../loaded-later.tsx'

/** The picker without its code: a calendar weighs more than all the rest of a dialog. */
export const MomentPicker = loadedLater(async () => (await import('./moment-picker.tsx')).MomentPicker)
