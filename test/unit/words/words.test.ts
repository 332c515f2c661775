import { expect, test } from 'vitest'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import { makeWords } from '../../../shared/words/words.ts'

const words = makeWords('en-GB', 'UTC')

test('a message keeps its emphasis as parts, and drops it as plain text', () => {
  expect(words.parts('home.valid', { time: '14:32' })).toEqual(['Valid until ', { strong: '14:32' }])
  expect(words.t('home.valid', { time: '14:32' })).toBe('Valid until 14:32')
})

test('a value is text, never markup', () => {
  expect(words.parts('home.valid', { time: '<b>x</b>' })).toEqual(['Valid until ', { strong: '<b>x</b>' }])
})

test.each([
  { says: 'one', count: 1, gives: '1 needs a look' },
  { says: 'several', count: 3, gives: '3 need a look' },
])('a plural speaks of $says', ({ count, gives }) => { expect(words.t('shell.needLook', { count })).toBe(gives) })

test.each([
  { says: 'no answer', trouble: 'no_answer', happened: 'No answer from acme.okta.com.', todo: 'Is the VPN on?' },
  { says: 'a captive portal', trouble: 'captive_portal', happened: 'A network sign-in page stands in the way.', todo: 'Open a web page and finish there.' },
  { says: 'TLS interception', trouble: 'tls', happened: 'The connection to acme.okta.com is not trusted.', todo: 'Ask whoever runs your network.' },
  { says: 'a dead network', trouble: 'offline', happened: 'This computer is offline.', todo: 'It goes on by itself when the network is back.' },
] as const)('tells $says apart', ({ trouble, happened, todo }) => {
  const said = describeFailure(words, { code: 'provider_unreachable', host: 'acme.okta.com', trouble })
  expect(said).toMatchObject({ happened, todo, button: { sends: 'sameAgain' } })
})

test('a wrong clock says by how much and in which direction', () => {
  expect(describeFailure(words, { code: 'clock_wrong', offsetSeconds: 540 }).means).toContain('9 minutes ahead of the provider')
  expect(describeFailure(words, { code: 'clock_wrong', offsetSeconds: -7200 }).means).toContain('2 hours behind the provider')
})

test('a role is named as people name it', () => {
  expect(describeFailure(words, { code: 'role_may_not', role: 'superAdmin', workspaceName: 'Acme' }).means).toContain('In Acme you are Super Admin.')
})
