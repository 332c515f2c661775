import { expect, test } from 'vitest'
import { generateKey, isWellFormedKey, KEY_PATTERN, keyChecksum, randomBase62 } from '../../../electron/workspace/keys/key-format.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

test('of all bytes, each character comes from four, and eight bytes are thrown away', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const text = randomBase62(248, () => everyByte)
  for (const character of ALPHABET) expect(text.split(character)).toHaveLength(5)
})

test('the checksum is CRC-32 in base62, big end first', () => {
  // CRC-32 of this text is 0xcbf43926, the check value of its catalogue.
  expect(keyChecksum('123456789')).toBe('3jZRME')
})

test('twenty thousand keys are well formed, found by the pattern, and none twice', () => {
  const keys = Array.from({ length: 20_000 }, () => generateKey().text)
  expect(new Set(keys).size).toBe(20_000)
  expect(keys.every(isWellFormedKey)).toBe(true)
  for (const key of keys.slice(0, 100)) expect(KEY_PATTERN.exec(`"token": "${key}",`)?.[0]).toBe(key)
})

test('every wrong character and every two neighbours that changed places are noticed without asking', () => {
  const { text } = generateKey()
  const wrong = [...text].flatMap((character, index) => [
    ...[...ALPHABET].filter(other => other !== character).map(other => text.slice(0, index) + other + text.slice(index + 1)),
    ...(index > 0 && text[index - 1] !== character ? [text.slice(0, index - 1) + character + (text[index - 1] ?? '') + text.slice(index + 1)] : []),
  ])
  expect(wrong.length).toBeGreaterThan(4_000)
  expect(wrong.filter(isWellFormedKey)).toEqual([])
})

test.each(['', 'crbk_live_', `${'x'.repeat(72)}`, `${'crbk_live_'.repeat(2_000)}`])('%s is no key', text => {
  expect(isWellFormedKey(text)).toBe(false)
})
