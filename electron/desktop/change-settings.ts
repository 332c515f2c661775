import type { Settings, SettingsChange } from '../../shared/settings.ts'
import type { AppStore } from '../core/state/app-store.ts'

/** Changes settings: kept first, then told, then done. */
export function makeChangeSettings(store: AppStore, keep: (settings: Settings) => Promise<void>, setLoginItem: (starts: boolean) => Promise<void>) {
  return async function changeSettings(change: SettingsChange | { wasToldOfTray: boolean }): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const settings = { ...store.state().settings, ...given }
    await keep(settings)
    store.tell({ kind: 'settingsChanged', settings })
    if ('startAtLogin' in given) await setLoginItem(settings.startAtLogin)
    return settings
  }
}
