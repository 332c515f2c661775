import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseIni, valuesOf } from '../../../electron/core/credentials/ini-document.ts'
import { readAsJavaScript } from '../../../electron/core/credentials/javascript-reading.ts'
import { readAsPython } from '../../../electron/core/credentials/python-reading.ts'
import { plain, readElsewhere, type Readings } from '../../support/credentials-parsers.ts'
import { soundText, tidyText, wildText } from '../../support/credentials-texts.ts'

const texts = [...fc.sample(soundText, { numRuns: 400, seed: 5 }), ...fc.sample(tidyText, { numRuns: 200, seed: 7 }), ...fc.sample(wildText, { numRuns: 400, seed: 11 })]
let readings: Readings[] = []

beforeAll(async () => {
  readings = await readElsewhere(texts)
})

describe('what other parsers make of a thousand files', () => {
  test('is known to us for Python', () => {
    for (const { text, botocore } of readings) {
      const ours = readAsPython(text)
      expect({ text, values: ours.ok ? plain(ours.sections) : null }).toEqual({ text, values: botocore })
    }
  })

  test('is known to us for JavaScript', () => {
    for (const { text, smithy } of readings) {
      expect({ text, values: plain(readAsJavaScript(text) ?? new Map()) }).toEqual({ text, values: smithy })
    }
  })

  test('is what we read wherever the two agree', () => {
    let agreed = 0
    for (const { text, botocore, smithy } of readings) {
      // A bare CR ends a line for one of them alone: what they agree on then is chance.
      if (/\r(?!\n)/.test(text)) continue
      const ours = nested(valuesOf(parseIni(text)))
      for (const [section, values] of Object.entries(botocore ?? {})) {
        for (const [key, value] of Object.entries(values)) {
          if (smithy[section]?.[key] !== value) continue
          agreed += 1
          expect({ text, section, key, value: ours[section]?.[key] }).toEqual({ text, section, key, value })
        }
      }
    }
    expect(agreed).toBeGreaterThan(500)
  })
})

/** Our values with those that begin on the next line taken apart, as the other two do it. */
function nested(sections: ReadonlyMap<string, ReadonlyMap<string, string>>): Record<string, Record<string, string>> {
  const apart = (key: string, value: string) => value.split('\n').slice(1).map(line => [`${key}.${line.slice(0, line.indexOf('=')).trim()}`, line.slice(line.indexOf('=') + 1).trim()])
  const entries = (values: ReadonlyMap<string, string>) => [...values].flatMap(([key, value]) => (value.startsWith('\n') ? apart(key, value) : [[key, value]]))
  return Object.fromEntries([...sections].map(([name, values]) => [name, Object.fromEntries(entries(values)) as Record<string, string>]))
}
