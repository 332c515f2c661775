/** What `app.setLoginItemSettings` is told. */
export interface SystemLoginItem {
  openAtLogin: boolean
  path?: string
  args?: string[]
}

/**
 * The login item of macOS or Windows. macOS starts the bundle and takes no words; Windows takes a whole command line, whose
 * quoting is Electron's (electron#50016).
 *
 * @param words  the program and its words; from the sources, the folder of the app among them
 */
export function systemLoginItem(platform: NodeJS.Platform, starts: boolean, words: readonly string[]): SystemLoginItem {
  const [path, ...args] = words
  if (platform !== 'win32' || path === undefined) return { openAtLogin: starts }
  return { openAtLogin: starts, path, args }
}
