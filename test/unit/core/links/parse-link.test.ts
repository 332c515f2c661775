import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkAmong, parseLink, shownLink } from '../../../../electron/core/links/parse-link.ts'

const id = '8c1d0a52-6b7e-4b1c-9a60-000000000001'

describe('a link', () => {
  test.each([
    { says: 'asks for a sign-in', text: 'latchkey://sign-in/acme.cerby.com', gives: { kind: 'signIn', host: 'acme.cerby.com' } },
    { says: 'may end in a slash, as browsers write it', text: 'latchkey://sign-in/acme.cerby.com/', gives: { kind: 'signIn', host: 'acme.cerby.com' } },
    { says: 'asks to open a key', text: `latchkey://open-key/acme.cerby.com/${id}`, gives: { kind: 'openKey', host: 'acme.cerby.com', keyId: id } },
    { says: 'asks to open a key of this computer', text: `latchkey://open-key/this-computer/${id}`, gives: { kind: 'openKey', host: 'this-computer', keyId: id } },
  ])('$says', ({ text, gives }) => { expect(parseLink(text)).toEqual(gives) })

  test.each([
    'latchkey://sign-in/', 'latchkey://sign-in/acme', 'latchkey://sign-in/localhost', 'latchkey://sign-in/127.0.0.1', 'latchkey://sign-in/127.0.0.1:4000', 'latchkey://sign-in/[::1]',
    'latchkey://sign-in/this-computer', 'latchkey://sign-in/acme.cerby.com:444', 'latchkey://sign-in/ada@acme.cerby.com', 'latchkey://sign-in/acme.cerby.com@evil.example',
    'latchkey://sign-in/acme.cerby.com?next=1', 'latchkey://sign-in/acme.cerby.com#x', 'latchkey://sign-in/acme.cerby.com/more', 'latchkey://sign-in//acme.cerby.com', 'latchkey:sign-in/acme.cerby.com',
    'latchkey://sign-in/ACME.cerby.com', 'LATCHKEY://sign-in/acme.cerby.com', 'latchkey://sign-in/acme.cerby.com%2f', 'latchkey://sign-in/%61cme.cerby.com', 'latchkey://sign-in/аcme.cerby.com',
    'latchkey://sign-in/acme.cerby.com\n', ' latchkey://sign-in/acme.cerby.com', 'latchkey://sign-in/acme..cerby.com', 'latchkey://sign-in/-acme.cerby.com', 'latchkey://sign-in/10.0.0.1',
    'latchkey://sign-out/acme.cerby.com', 'latchkey://open-key/acme.cerby.com', `latchkey://open-key/acme.cerby.com/../${id}`, 'latchkey://open-key/acme.cerby.com/a b', 'latchkey://open-key/acme.cerby.com/<b>',
    'https://acme.cerby.com', 'javascript:alert(1)', '--remote-debugging-port=1', `latchkey://sign-in/${'a.'.repeat(400)}com`,
  ])('%j is refused', text => { expect(parseLink(text)).toBeUndefined() })

  test('of any letters at all never throws, and what is read is what stood there', () => {
    const pieces = fc.constantFrom('latchkey://', 'sign-in', 'open-key', '/', 'acme.cerby.com', 'this-computer', '..', '%', '\u0000', '@', ':', '?', '#', '--', ' ', id, 'А')
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(pieces, { maxLength: 8 }).map(all => all.join(''))), text => {
      const link = parseLink(text)
      if (link === undefined) return
      expect(text.replace(/\/$/, '')).toBe(link.kind === 'signIn' ? `latchkey://sign-in/${link.host}` : `latchkey://open-key/${link.host}/${link.keyId}`)
    }), { numRuns: 2_000 })
  })
})

test.each([
  { says: 'the one link', words: ['latchkey', '--no-sandbox', 'latchkey://sign-in/acme.cerby.com'], gives: 'latchkey://sign-in/acme.cerby.com' },
  { says: 'the first of two', words: ['latchkey:a', 'latchkey:b'], gives: 'latchkey:a' },
  { says: 'also one that will be refused', words: ['LatchKey://x'], gives: 'LatchKey://x' },
  { says: 'none in a switch', words: ['--latchkey://sign-in/acme.cerby.com', 'x latchkey://y'], gives: undefined },
])('a command line gives $says', ({ words, gives }) => { expect(linkAmong(words)).toBe(gives) })

test('a refused link is shown without what could deceive', () => {
  expect(shownLink('latchkey://\u202eevil\n\u0000 x')).toBe('latchkey://·evil···x')
  expect(shownLink('x'.repeat(900))).toHaveLength(200)
})
