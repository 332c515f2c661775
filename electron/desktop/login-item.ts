import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { autostartEntry } from './autostart-entry.ts'
import { systemLoginItem } from './system-login-item.ts'

/** The word of a start that opens no window. */
export const WITHOUT_WINDOW = '--hidden'

/** Whether this is the start at login that `setLoginItem` asked for. macOS gives a login item no words, but tells of it. */
export function isStartAtLogin(): boolean {
  return process.argv.includes(WITHOUT_WINDOW) || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
}

/**
 * Makes Latchkey start hidden at login, or no longer.
 *
 * macOS and Windows have a login item for it; Linux desktops read XDG autostart entries (freedesktop.org, Desktop
 * Application Autostart Specification).
 *
 * @param program  what to start; of an AppImage, the image and not what it unpacked
 */
export async function setLoginItem(starts: boolean, program: readonly string[]): Promise<void> {
  const words = [...program, WITHOUT_WINDOW]
  if (process.platform !== 'linux') return app.setLoginItemSettings(systemLoginItem(process.platform, starts, words))
  const entry = join(app.getPath('appData'), 'autostart', 'latchkey.desktop')
  if (!starts) return rm(entry, { force: true })
  await mkdir(dirname(entry), { recursive: true })
  await writeFile(entry, autostartEntry(words))
}
