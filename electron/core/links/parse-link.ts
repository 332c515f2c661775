/** What a link can ask for. */
export type Link = { kind: 'signIn'; host: string } | { kind: 'openKey'; host: string; keyId: string }

/** The embedded workspace has no host of its own: its port is another one at each start. */
export const THIS_COMPUTER = 'this-computer'

const LONGEST = 500
const SCHEME = /^latchkey:/i

// A name that resolves in the public tree, in ASCII: no address in numbers, no port, no user, nothing that reads as
// another name than it is. RFC 1123, section 2.1, for the labels.
const HOST = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]'
const SIGN_IN = new RegExp(`^latchkey://sign-in/(${HOST})/?$`)
const OPEN_KEY = new RegExp(`^latchkey://open-key/(${HOST}|${THIS_COMPUTER})/([A-Za-z0-9_-]{1,100})/?$`)

/**
 * Reads a link: `latchkey://sign-in/acme.cerby.com`, `latchkey://open-key/acme.cerby.com/<id of the key>`.
 *
 * Matched as a whole instead of taken apart: what is written otherwise than we would write it (escapes, a query, capital
 * letters in the host) was not made by us, and is refused.
 */
export function parseLink(text: string): Link | undefined {
  if (text.length > LONGEST) return undefined
  const [, signInHost] = SIGN_IN.exec(text) ?? []
  if (signInHost !== undefined) return { kind: 'signIn', host: signInHost }
  const [, host, keyId] = OPEN_KEY.exec(text) ?? []
  return host === undefined || keyId === undefined ? undefined : { kind: 'openKey', host, keyId }
}

/** The link among the words of a command line, where the system hands them over so; every other word is somebody else's. */
export function linkAmong(words: readonly string[]): string | undefined {
  return words.find(word => SCHEME.test(word))
}

/** A refused link as far as it can be shown: printable ASCII, cut. */
export function shownLink(text: string): string {
  return text.slice(0, LONGEST).replaceAll(/[^\x21-\x7e]/g, '·').slice(0, 200)
}
