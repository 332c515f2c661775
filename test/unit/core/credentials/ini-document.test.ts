import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf, linesOf, parseIni, printIni, valuesOf } from '../../../../electron/core/credentials/ini-document.ts'
import { anyText } from '../../../support/credentials-texts.ts'

function values(text: string): Record<string, Record<string, string>> {
  return Object.fromEntries([...valuesOf(parseIni(text))].map(([name, section]) => [name, Object.fromEntries(section)]))
}

describe('a document', () => {
  test('prints to the very text that was read, whatever it is', () => {
    fc.assert(fc.property(anyText, text => printIni(parseIni(text)) === text), { numRuns: 5000, seed: 1 })
  })

  test('prints random bytes of UTF-8 unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => printIni(parseIni(text)) === text), { numRuns: 400, seed: 2 })
  })

  test('holds each byte of a section in exactly one line', () => {
    fc.assert(
      fc.property(anyText, text => parseIni(text).sections.every(section => linesOf(section).map(line => line.text).join('') === section.text)),
      { numRuns: 2000, seed: 3 },
    )
  })

  test.each([
    { says: 'takes LF for a file without any line', text: '', ending: '\n' },
    { says: 'goes on with CRLF', text: '[a]\r\nx = 1\n', ending: '\r\n' },
    { says: 'goes on with LF', text: '[a]\nx = 1\r\n', ending: '\n' },
    { says: 'never takes a bare CR, which only Python knows', text: '# a\r[a]', ending: '\n' },
  ])('$says', ({ text, ending }) => {
    expect(parseIni(text).lineEnding).toBe(ending)
  })

  test('knows the line of each header', () => {
    const document = parseIni('# top\n[a]\r\nx = 1\n\n[b]\n')
    expect(document.sections.map(section => [section.name, lineOf(document, section)])).toEqual([['a', 2], ['b', 5]])
  })
})

/* The rules of the AWS SDKs' published parser tests that concern a credentials file, in our own rows. */
describe('a value', () => {
  test.each([
    { says: 'an empty file has no profiles', text: '', gives: {} },
    { says: 'a profile may be empty', text: '[foo]', gives: { foo: {} } },
    { says: 'several profiles may be empty', text: '[foo]\n[bar]', gives: { foo: {}, bar: {} } },
    { says: 'a name may hold letters, digits and - / . % @ _ : +', text: '[a-b:c/d_e%f.g@h+]', gives: { 'a-b:c/d_e%f.g@h+': {} } },
    { says: 'a header without its bracket is no header', text: '[foo\nx = 1', gives: {} },
    { says: 'a key belongs to a profile', text: 'x = 1\n[foo]', gives: { foo: {} } },
    { says: 'a profile has keys', text: '[foo]\nx = 1', gives: { foo: { x: '1' } } },
    { says: 'a profile has several keys', text: '[foo]\nx = 1\ny = 2', gives: { foo: { x: '1', y: '2' } } },
    { says: 'several profiles have keys', text: '[foo]\nx = 1\n[bar]\ny = 2', gives: { foo: { x: '1' }, bar: { y: '2' } } },
    { says: 'Windows line endings are line endings', text: '[foo]\r\nx = 1\r\n', gives: { foo: { x: '1' } } },
    { says: 'a value may hold equals signs', text: '[foo]\nx = a=b', gives: { foo: { x: 'a=b' } } },
    { says: 'a value may hold any character', text: '[foo]\nx = 😂', gives: { foo: { x: '😂' } } },
    { says: 'spaces around key and value are cut', text: '[foo]\nx \t=  \tv w \t', gives: { foo: { x: 'v w' } } },
    { says: 'a value may be empty', text: '[foo]\nx =', gives: { foo: { x: '' } } },
    { says: 'a key must have a name', text: '[foo]\n= 1', gives: { foo: {} } },
    { says: 'blank lines mean nothing', text: '\t \n[foo]\n\t\n \nx = 1\n\t \n[bar]\n \t', gives: { foo: { x: '1' }, bar: {} } },
    { says: '# begins a comment line', text: '# a\n[foo]\n# b = c\nx = 1', gives: { foo: { x: '1' } } },
    { says: '; begins a comment line', text: '; a\n[foo]\n; b = c\nx = 1', gives: { foo: { x: '1' } } },
    { says: 'a comment may stand behind a header', text: '[foo] # a\n[bar];b\nx = 1', gives: { foo: {}, bar: { x: '1' } } },
    { says: '# behind a space ends a value', text: '[foo]\nx = 1 # a # b', gives: { foo: { x: '1' } } },
    { says: '; behind a space ends a value', text: '[foo]\nx = 1 ; a # b', gives: { foo: { x: '1' } } },
    { says: 'a comment may be empty', text: ';\n[foo]\nx = 1 ;', gives: { foo: { x: '1' } } },
    { says: 'a comment sign within a word belongs to the value', text: '[foo]\nx = a#b\ny = a; b', gives: { foo: { x: 'a#b', y: 'a; b' } } },
    { says: 'a deeper line continues a value', text: '[foo]\nx = 1\n -more', gives: { foo: { x: '1\n-more' } } },
    { says: 'several lines continue a value', text: '[foo]\nx = 1\n -more\n\t-and more\t ', gives: { foo: { x: '1\n-more\n-and more' } } },
    { says: 'a comment in a continuation belongs to it', text: '[foo]\nx = 1\n -more # so', gives: { foo: { x: '1\n-more # so' } } },
    { says: 'nothing continues outside of a profile', text: ' -more', gives: {} },
    { says: 'nothing continues a header', text: '[foo]\n -more', gives: { foo: {} } },
    { says: 'a header ends what could be continued', text: '[foo]\nx = 1\n[foo]\n -more', gives: { foo: { x: '1' } } },
    { says: 'profiles of one name are one', text: '[foo]\nx = 1\n[foo]\ny = 2', gives: { foo: { x: '1', y: '2' } } },
    { says: 'of two values the last one counts', text: '[foo]\nx = 1\nx = 2', gives: { foo: { x: '2' } } },
    { says: 'of two values in two headers the last one counts', text: '[foo]\nx = 1\n[foo]\nx = 2', gives: { foo: { x: '2' } } },
    { says: 'upper and lower case are one key', text: '[foo]\nX = 1\n[foo]\nx = 2', gives: { foo: { x: '2' } } },
    { says: 'keys are read in lower case', text: '[foo]\nAZaz09-_ = 1', gives: { foo: { 'azaz09-_': '1' } } },
    { says: 'a value may begin on the next line', text: '[foo]\ns3 =\n a = 1', gives: { foo: { s3: '\na = 1' } } },
    { says: 'an inner value may be empty', text: '[foo]\ns3 =\n a =', gives: { foo: { s3: '\na =' } } },
    { says: 'an inner key may have any name', text: '[foo]\ns3 =\n in valid = 1', gives: { foo: { s3: '\nin valid = 1' } } },
    { says: 'blank lines between inner values mean nothing', text: '[foo]\ns3 =\n a = 1\n\t \n b = 2', gives: { foo: { s3: '\na = 1\nb = 2' } } },
    { says: 'a byte order mark is no part of the first line', text: '\uFEFF[foo]\nx = 1', gives: { foo: { x: '1' } } },
  ])('$says', ({ text, gives }) => {
    expect(values(text)).toEqual(gives)
  })
})
