import { Settings } from '../../../shared/settings.ts'
import type { AppDatabase } from './app-database.ts'

/** What the person chose, kept between starts. */
export interface SettingsStore {
  /** Defaults where nothing was kept, or where what was kept can't be read any more. */
  read(): Promise<Settings>
  write(settings: Settings): Promise<void>
}

function parsed(json: string | undefined): Settings {
  if (json === undefined) return Settings.parse({})
  try {
    return Settings.parse(JSON.parse(json))
  } catch {
    return Settings.parse({})
  }
}

export function makeSettingsStore(database: AppDatabase): SettingsStore {
  return {
    read: () => database.use(sqlite => parsed(sqlite.prepare<[], string>('SELECT json FROM settings').pluck().get())),
    async write(settings) {
      await database.use(sqlite => sqlite.prepare('INSERT OR REPLACE INTO settings (id, json) VALUES (1, ?)').run(JSON.stringify(settings)))
    },
  }
}
