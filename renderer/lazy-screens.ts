import { MomentPicker } from './components/moment-picker-later.ts'
import { loadedLater } from './loaded-later.tsx'

/*
 * What the first paint does without: each is loaded when it is first shown, or when the window has nothing else to do.
 */

export const KeysScreen = loadedLater(async () => (await import('./screens/keys/screen.tsx')).KeysScreen)
export const ActivityScreen = loadedLater(async () => (await import('./screens/activity/screen.tsx')).ActivityScreen)
export const DoctorScreen = loadedLater(async () => (await import('./screens/doctor/screen.tsx')).DoctorScreen)
export const SettingsScreen = loadedLater(async () => (await import('./screens/settings/screen.tsx')).SettingsScreen)
export const GenerateKeyScreen = loadedLater(async () => (await import('./screens/generate-key/screen.tsx')).GenerateKeyScreen)
export const RotateKeyScreen = loadedLater(async () => (await import('./screens/generate-key/rotate-screen.tsx')).RotateKeyScreen)
export const PaletteScreen = loadedLater(async () => (await import('./screens/palette/screen.tsx')).PaletteScreen)
export const Shortcuts = loadedLater(async () => (await import('./screens/palette/shortcuts.tsx')).Shortcuts)
export const AboutScreen = loadedLater(async () => (await import('./screens/about/screen.tsx')).AboutScreen)
export const LinkScreen = loadedLater(async () => (await import('./screens/link/screen.tsx')).LinkScreen)
export const PanicScreen = loadedLater(async () => (await import('./screens/panic/screen.tsx')).PanicScreen)
export const ReceiptScreen = loadedLater(async () => (await import('./screens/panic/receipt-screen.tsx')).ReceiptScreen)

const ALL = [KeysScreen, GenerateKeyScreen, PaletteScreen, ActivityScreen, DoctorScreen, SettingsScreen, RotateKeyScreen, Shortcuts, AboutScreen, LinkScreen, PanicScreen, ReceiptScreen, MomentPicker]

/** Loads it all, so that the first press of a button waits for nothing. */
export async function loadTheRest(): Promise<void> {
  await Promise.all(ALL.map(({ load }) => load()))
}
