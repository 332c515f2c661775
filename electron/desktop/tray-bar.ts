import type { TrayBar } from './tray-pictures.ts'

/** What Electron tells of light and dark; a `NativeTheme` is one. */
export interface Themes {
  shouldUseDarkColors: boolean
  /** What the taskbar follows on Windows; not in every Electron, and not on Linux. */
  shouldUseDarkColorsForSystemIntegratedUI?: boolean
}

/**
 * On what the tray's picture stands.
 *
 * Windows colours its taskbar apart from its programs: a dark bar under light windows is its "Custom" mode, and was Windows
 * 10's own. macOS tints a template by itself.
 */
export function trayBarOf(platform: NodeJS.Platform, themes: Themes): TrayBar {
  if (platform === 'darwin') return 'template'
  const isDark = (platform === 'win32' ? themes.shouldUseDarkColorsForSystemIntegratedUI : undefined) ?? themes.shouldUseDarkColors
  return isDark ? 'dark' : 'light'
}
