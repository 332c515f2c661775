import freshLight from './icons/tray-fresh-light.png?inline'
import freshDark from './icons/tray-fresh-dark.png?inline'
import freshTemplate from './icons/tray-fresh-template.png?inline'
import refreshingLight from './icons/tray-refreshing-light.png?inline'
import refreshingDark from './icons/tray-refreshing-dark.png?inline'
import refreshingTemplate from './icons/tray-refreshing-template.png?inline'
import soonLight from './icons/tray-soon-light.png?inline'
import soonDark from './icons/tray-soon-dark.png?inline'
import soonTemplate from './icons/tray-soon-template.png?inline'
import offlineLight from './icons/tray-offline-light.png?inline'
import offlineDark from './icons/tray-offline-dark.png?inline'
import offlineTemplate from './icons/tray-offline-template.png?inline'
import signinLight from './icons/tray-signin-light.png?inline'
import signinDark from './icons/tray-signin-dark.png?inline'
import signinTemplate from './icons/tray-signin-template.png?inline'
import type { TrayIcon } from './tray-model.ts'

export type TrayBar = 'light' | 'dark' | 'template'

const PICTURES: Record<TrayIcon, Record<TrayBar, string>> = {
  fresh: { light: freshLight, dark: freshDark, template: freshTemplate },
  refreshing: { light: refreshingLight, dark: refreshingDark, template: refreshingTemplate },
  soon: { light: soonLight, dark: soonDark, template: soonTemplate },
  offline: { light: offlineLight, dark: offlineDark, template: offlineTemplate },
  signin: { light: signinLight, dark: signinDark, template: signinTemplate },
}

/** The drawing of a state for a light or dark bar, or macOS' template, as a data URL of a 32 px PNG. */
export function trayPicture(icon: TrayIcon, bar: TrayBar): string {
  return PICTURES[icon][bar]
}
