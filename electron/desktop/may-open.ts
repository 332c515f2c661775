/** Whether an address may be handed to the system: https, or plain http to this computer; no user name in it. */
export function mayOpen(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]'
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)
}
