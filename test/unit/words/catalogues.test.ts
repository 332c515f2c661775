import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { english } from '../../../shared/words/en/catalogue.ts'

test('every message reads as ICU', () => {
  const broken = Object.entries(english).filter(([, text]) => {
    try {
      return new IntlMessageFormat(text, 'en').getAst().length === 0
    } catch {
      return true
    }
  })
  expect(broken).toEqual([])
  expect(Object.keys(english).length).toBeGreaterThan(400)
})
