const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECKSUM_LENGTH = 6

/** Keys of the workspace that Latchkey itself brings, and of every other that took its format. */
const OUR_KEY = /^crbk_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/
const OUR_PREFIX = /^crbk_(live|test)_/

function crc32(text: string): number {
  let rest = 0xffffffff
  for (let index = 0; index < text.length; index += 1) {
    rest ^= text.charCodeAt(index)
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return (rest ^ 0xffffffff) >>> 0
}

function checksum(before: string): string {
  let rest = crc32(before)
  let text = ''
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    text = ALPHABET.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/**
 * Whether the text of a key is whole, as far as its format tells: `crbk_live_` or `crbk_test_`, 12 characters, `_`, 43
 * characters, and 6 of a CRC-32 over all before, in base62. Keys of another format can't be judged: `unknown`.
 */
export function keyShape(text: string): 'whole' | 'damaged' | 'unknown' {
  if (!OUR_PREFIX.test(text)) return 'unknown'
  if (!OUR_KEY.test(text)) return 'damaged'
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH) ? 'whole' : 'damaged'
}
