import { shell } from 'electron'
import { mayOpen } from './may-open.ts'

/**
 * Opens an address in the system browser (RFC 8252, section 5).
 *
 * @returns false when the address may not be opened or the system has nothing to open it with
 */
export async function openInBrowser(address: string): Promise<boolean> {
  if (!mayOpen(address)) return false
  try {
    // SECURITY: the only call of openExternal; the address goes out as the parser printed it, not as it came in.
    await shell.openExternal(new URL(address).href)
    return true
  } catch {
    return false
  }
}
