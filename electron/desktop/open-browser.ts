import { shell } from 'electron'

/** Whether an address may be handed to the system: https, or plain http to this computer; no user name in it. */
export function mayOpen(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]'
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)
}

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
