import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * An API key: `crbk_live_` or `crbk_test_`, 12 characters that name it, `_`, 43 random ones (256 bits), and 6 of a CRC-32
 * over everything before, all base62. The checksum tells a typo from a wrong key without asking anybody, and lets secret
 * scanners drop false finds (the design of GitHub's tokens).
 */
export const KEY_PATTERN = /\bcrbk_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}\b/

const WHOLE_KEY = /^crbk_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const NAME_LENGTH = 12
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6
const KEY_LENGTH = 'crbk_live_'.length + NAME_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH
const SHOWN_PREFIX = 'crbk_live_'.length + 4

export interface PlainKey {
  text: string
  /** What may be shown: enough to recognise a key, nothing to use it. */
  prefix: string
  lastFour: string
}

/** Random base62 characters. Bytes from 248 up are thrown away, since 256 isn't a multiple of 62: no character is likelier. */
export function randomBase62(length: number, random: (bytes: number) => Uint8Array = randomBytes): string {
  let text = ''
  while (text.length < length) {
    for (const byte of random(length - text.length + 8)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62)
    }
  }
  return text
}

/** The six base62 characters that end a key. */
export function keyChecksum(before: string): string {
  let rest = crc32(before) >>> 0
  let text = ''
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    text = ALPHABET.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/** A new key. Its text is known to nobody else and is not kept. */
export function generateKey(kind: 'live' | 'test' = 'live'): PlainKey {
  const before = `crbk_${kind}_${randomBase62(NAME_LENGTH)}_${randomBase62(SECRET_LENGTH)}`
  const text = before + keyChecksum(before)
  return { text, prefix: text.slice(0, SHOWN_PREFIX), lastFour: text.slice(-4) }
}

/** Whether a text has the form of a key and its checksum fits: whoever fails this need not be looked up. */
export function isWellFormedKey(text: string): boolean {
  return text.length === KEY_LENGTH && WHOLE_KEY.test(text) && keyChecksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}
