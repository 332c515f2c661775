import { shell } from 'electron'
import { mayOpen } from './may-open.ts'

/** Opens a page in one browser of those that are installed; false where it can't be. */
export type OpenIn = (browserId: string, address: URL) => Promise<boolean>

/**
 * Opens an address in the browser that was chosen, or in the system's own where none was, or where the chosen one is gone
 * (RFC 8252, section 5).
 *
 * @returns false when the address may not be opened or the system has nothing to open it with
 */
export function makeOpenInBrowser(openIn: OpenIn) {
  return async function openInBrowser(address: string, browserId?: string): Promise<boolean> {
    if (!mayOpen(address)) return false
    if (browserId !== undefined && (await openIn(browserId, new URL(address)))) return true
    try {
      // SECURITY: the only call of openExternal; the address goes out as the parser printed it, not as it came in.
      await shell.openExternal(new URL(address).href)
      return true
    } catch {
      return false
    }
  }
}
