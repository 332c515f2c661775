import { expect, test } from 'vitest'
import { parseIni, valuesOf } from '../../../electron/core/credentials/ini-document.ts'
import { plain, readElsewhere } from '../../support/credentials-parsers.ts'

/* The table "How parsers differ" of docs/credentials-file.md, row by row. `null`: the file is refused. */
const rows = [
  { says: 'a section twice', text: '[a]\nx = 1\n[a]\ny = 2\n', botocore: null, smithy: { a: { x: '1', y: '2' } }, ours: { a: { x: '1', y: '2' } } },
  { says: 'a key twice', text: '[a]\nx = 1\nx = 2\n', botocore: null, smithy: { a: { x: '2' } }, ours: { a: { x: '2' } } },
  { says: 'a byte order mark', text: '\uFEFF[a]\nx = 1\n', botocore: null, smithy: { a: { x: '1' } }, ours: { a: { x: '1' } } },
  { says: 'a key above the first section', text: 'x = 1\n[a]\ny = 2\n', botocore: null, smithy: { a: { y: '2' } }, ours: { a: { y: '2' } } },
  { says: 'a line without =', text: '[a]\nx = 1\nnonsense\n', botocore: null, smithy: { a: { x: '1' } }, ours: { a: { x: '1' } } },
  { says: 'a bare CR', text: '[a]\nx = 1\ry = 2\n', botocore: { a: { x: '1', y: '2' } }, smithy: { a: { x: '1\ry = 2' } }, ours: { a: { x: '1', y: '2' } } },
  { says: 'a comment behind a value', text: '[a]\nx = a #b\n', botocore: { a: { x: 'a #b' } }, smithy: { a: { x: 'a' } }, ours: { a: { x: 'a' } } },
  { says: 'a colon', text: '[a]\nx: 1\n', botocore: { a: { x: '1' } }, smithy: {}, ours: { a: { x: '1' } } },
  { says: 'an empty value', text: '[a]\nx =\n', botocore: { a: { x: '' } }, smithy: {}, ours: { a: { x: '' } } },
  { says: 'capitals in a key', text: '[a]\nKey = 1\n', botocore: { a: { key: '1' } }, smithy: { a: { Key: '1' } }, ours: { a: { key: '1' } } },
  { says: 'a deeper indented line', text: '[a]\nx = 1\n  y = 2\n', botocore: { a: { x: '1\ny = 2' } }, smithy: { a: { x: '1', y: '2' } }, ours: { a: { x: '1\ny = 2' } } },
  { says: 'a blank line in a continued value', text: '[a]\nx = 1\n\n  2\n', botocore: { a: { x: '1\n\n2' } }, smithy: { a: { x: '1' } }, ours: { a: { x: '1\n2' } } },
  { says: '[DEFAULT]', text: '[DEFAULT]\nx = 1\n[a]\ny = 2\n', botocore: { a: { x: '1', y: '2' } }, smithy: { DEFAULT: { x: '1' }, a: { y: '2' } }, ours: { DEFAULT: { x: '1' }, a: { y: '2' } } },
  { says: '[my ws]', text: '[my ws]\nx = 1\n', botocore: { 'my ws': { x: '1' } }, smithy: {}, ours: { 'my ws': { x: '1' } } },
  { says: '[profile a]', text: '[profile a]\nx = 1\n', botocore: { 'profile a': { x: '1' } }, smithy: { 'profile.a': { x: '1' } }, ours: { 'profile a': { x: '1' } } },
  { says: 'a bracket in a comment behind a header', text: '[a] # see [b]\nx = 1\n', botocore: { 'a] # see [b': { x: '1' } }, smithy: { a: { x: '1' } }, ours: { 'a] # see [b': { x: '1' } } },
]

test('parsers differ as the documentation says', async () => {
  const readings = await readElsewhere(rows.map(({ text }) => text))
  const found = readings.map(({ botocore, smithy, text }, index) => ({ says: rows[index]?.says, text, botocore, smithy, ours: plain(valuesOf(parseIni(text))) }))
  expect(found).toEqual(rows)
})

test('[__proto__] loses every profile for JavaScript alone', async () => {
  const [reading] = await readElsewhere(['[a]\nx = 1\n[__proto__]\n'])
  expect(reading).toMatchObject({ botocore: { a: { x: '1' } }, smithy: {} })
  expect(Object.keys(reading?.smithy ?? { some: 1 })).toEqual([])
})
