import { lazy } from 'react'

/*
 * What the first paint does without: each is loaded when it is first shown, or when the window has nothing else to do.
 */

const loadKeys = () => import('./screens/keys/screen.tsx')
const loadActivity = () => import('./screens/activity/screen.tsx')
const loadDoctor = () => import('./screens/doctor/screen.tsx')
const loadSettings = () => import('./screens/settings/screen.tsx')
const loadGenerate = () => import('./screens/generate-key/screen.tsx')
const loadRotate = () => import('./screens/generate-key/rotate-screen.tsx')
const loadPalette = () => import('./screens/palette/screen.tsx')
const loadAbout = () => import('./screens/about/screen.tsx')
const loadLink = () => import('./screens/link/screen.tsx')
const loadShortcuts = () => import('./screens/palette/shortcuts.tsx')
const loadPanic = () => import('./screens/panic/screen.tsx')
const loadReceipt = () => import('./screens/panic/receipt-screen.tsx')
const loadMomentPicker = () => import('./components/moment-picker.tsx')

export const KeysScreen = lazy(async () => ({ default: (await loadKeys()).KeysScreen }))
export const ActivityScreen = lazy(async () => ({ default: (await loadActivity()).ActivityScreen }))
export const DoctorScreen = lazy(async () => ({ default: (await loadDoctor()).DoctorScreen }))
export const SettingsScreen = lazy(async () => ({ default: (await loadSettings()).SettingsScreen }))
export const GenerateKeyScreen = lazy(async () => ({ default: (await loadGenerate()).GenerateKeyScreen }))
export const RotateKeyScreen = lazy(async () => ({ default: (await loadRotate()).RotateKeyScreen }))
export const PaletteScreen = lazy(async () => ({ default: (await loadPalette()).PaletteScreen }))
export const AboutScreen = lazy(async () => ({ default: (await loadAbout()).AboutScreen }))
export const LinkScreen = lazy(async () => ({ default: (await loadLink()).LinkScreen }))
export const Shortcuts = lazy(async () => ({ default: (await loadShortcuts()).Shortcuts }))

export const PanicScreen = lazy(async () => ({ default: (await loadPanic()).PanicScreen }))
export const ReceiptScreen = lazy(async () => ({ default: (await loadReceipt()).ReceiptScreen }))

/** Loads it all, so that the first press of a button waits for nothing. */
export async function loadTheRest(): Promise<void> {
  await Promise.all([loadKeys(), loadGenerate(), loadPalette(), loadActivity(), loadDoctor(), loadSettings(), loadRotate(), loadShortcuts(), loadAbout(), loadLink(), loadPanic(), loadReceipt(), loadMomentPicker()])
}
