import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/**
 * Where provided runtimes are kept, outside every checkout, so that a second clone downloads nothing.
 *
 * @returns {string}
 */
export function cacheFolder() {
  return join(base(), 'latchkey')
}

function base() {
  const { LOCALAPPDATA: local, XDG_CACHE_HOME: xdg } = process.env
  if (process.platform === 'win32') return local || join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return xdg || join(homedir(), '.cache')
}
