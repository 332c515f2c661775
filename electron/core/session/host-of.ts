/** The host, with its port, of an absolute address; the text itself where it is none. */
export function hostOf(address: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(address.trim())?.[1] ?? address.trim()
}
