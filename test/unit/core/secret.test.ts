import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../../electron/core/secret.ts'

const secret = new Secret('canary-text')

test.each([
  { says: 'joining', shown: [secret].join() },
  { says: 'String()', shown: String(secret) },
  { says: 'inspect', shown: inspect(secret) },
  { says: 'inspect inside an object', shown: inspect({ deep: { secret } }, { depth: 9, showHidden: true }) },
  { says: 'JSON', shown: JSON.stringify({ secret }) },
  { says: 'an error message', shown: new Error('failed with ' + String(secret)).message },
  { says: 'a structured clone', shown: inspect(structuredClone(secret)) },
  { says: 'its own keys', shown: JSON.stringify(Object.entries(secret)) },
])('$says does not show it', ({ shown }) => {
  expect(shown).not.toContain('canary')
})

test('expose gives the text', () => {
  expect(secret.expose()).toBe('canary-text')
})
