import { app } from 'electron'

const SCHEME = 'latchkey'

/**
 * Makes this program the one that opens `latchkey://` links. macOS and Linux read that from the package; on Windows the
 * registry says it, and a program that runs from its sources says it with its folder.
 */
export function registerLinks(): void {
  if (process.platform !== 'win32') return
  if (app.isPackaged) app.setAsDefaultProtocolClient(SCHEME)
  else app.setAsDefaultProtocolClient(SCHEME, process.execPath, [app.getAppPath()])
}
