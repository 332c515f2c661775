import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { english } from '../../../shared/words/en/catalogue.ts'
import { spanish } from '../../../shared/words/es/catalogue.ts'
import type { MessageId } from '../../../shared/words/message-ids.ts'

type Node = { type: number; value?: string; options?: Record<string, { value: Node[] }>; children?: Node[] }

/** Names that a message takes from outside, its emphasis among them. */
function wants(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ type, value, options, children }) => [
    ...(type === 0 || type === 7 || value === undefined ? [] : [value]),
    ...Object.values(options ?? {}).flatMap(option => wants(option.value)),
    ...wants(children ?? []),
  ])
}
const wanted = (text: string, locale: string) => [...new Set(wants(new IntlMessageFormat(text, locale).getAst()))].toSorted()

describe.each([{ name: 'English', locale: 'en', catalogue: english }, { name: 'Spanish', locale: 'es', catalogue: spanish }])('$name', ({ locale, catalogue }) => {
  test('reads as ICU, and nothing in it is empty', () => {
    const broken = Object.entries(catalogue).filter(([, text]) => {
      try {
        return new IntlMessageFormat(text, locale).getAst().length === 0
      } catch {
        return true
      }
    })
    expect(broken).toEqual([])
    expect(Object.keys(catalogue).length).toBeGreaterThan(400)
  })
})

test('each Spanish message uses what the English one is given, and its emphasis', () => {
  const differing = (Object.keys(english) as MessageId[]).filter(id => wanted(english[id], 'en').join() !== wanted(spanish[id], 'es').join())
  expect(differing).toEqual([])
})

test('no message was left untranslated', () => {
  // The same in both by nature: names of products and roles, and values alone.
  const isName = (text: string) => text.includes('Latchkey') || ['Owner', 'Super Admin', 'Admin', 'Guest', 'Python', 'PowerShell', 'Shell'].includes(text)
  const isValues = (text: string) => !/[a-z]{5,}/i.test(text.replaceAll(/\{[^}]*\}|<[^>]*>/g, ''))
  const same = (Object.keys(english) as MessageId[]).filter(id => english[id] === spanish[id] && !isName(english[id]) && !isValues(english[id]))
  expect(same).toEqual([])
})
