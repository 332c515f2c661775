import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonRefusal, readAsPython } from '../../../../electron/core/credentials/python-reading.ts'
import { atOnce } from '../../../../electron/core/credentials/slices.ts'
import { soundText, tidyText, wildText } from '../../../support/credentials-texts.ts'

const refusalOf = (text: string) => {
  const reading = readAsPython(text)
  return reading.ok ? undefined : reading.refusal
}

test.each([
  { says: 'a value that nests', text: '[a]\ns3 =\n  region = x\n' },
  { says: 'a nested line without a value', text: '[a]\nx = 1\n[b]\ns3 =\n  region\n[c]\nx = 1\n' },
  { says: 'the same in the last section', text: '[a]\nx = 1\n[b]\ns3 =\n  region\n' },
  { says: 'a second such section behind a line that makes no sense', text: '[a]\ns3 =\n  region\n[b]\nnonsense\n' },
  { says: 'a section twice', text: '[a]\nx = 1\n[b]\n[a]\nx = 2\n' },
  { says: 'a key twice', text: '[a]\nx = 1\n[b]\nx = 1\nX = 2\n' },
  { says: 'a nested line without a value that every section gets', text: '[a]\nx = 1\n[DEFAULT]\ns3 =\n  region\n' },
  { says: 'the same, which nobody gets', text: '[DEFAULT]\ns3 =\n  region\n' },
  { says: 'a byte order mark', text: '\uFEFF[a]\n' },
  { says: 'nothing', text: '' },
])('whether Python refuses $says is known without its values', ({ text }) => {
  expect(atOnce(pythonRefusal(text))).toEqual(refusalOf(text))
})

test('whether Python refuses a text, and where, is known without its values', () => {
  let refused = 0
  fc.assert(
    fc.property(fc.oneof(tidyText, wildText, soundText), text => {
      const refusal = refusalOf(text)
      if (refusal) refused += 1
      expect(atOnce(pythonRefusal(text))).toEqual(refusal)
    }),
    { numRuns: 5000, seed: 6 },
  )
  expect(refused).toBeGreaterThan(500)
})
