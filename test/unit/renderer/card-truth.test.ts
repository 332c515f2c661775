import { describe, expect, test } from 'vitest'
import { acme, hours, minutes, NOW } from '../../../renderer/gallery/samples.ts'
import { cardTruth, wantsLook } from '../../../renderer/screens/home/card-truth.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { RefreshFailure } from '../../../shared/failures.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { TokenState } from '../../../shared/token-state.ts'
import { makeWords, type Part } from '../../../shared/words/words.ts'

const words = makeWords('en-GB', 'UTC')
const plain = (parts: readonly Part[]) => parts.map(part => (typeof part === 'string' ? part : part.strong)).join('')
const life = { issuedAt: minutes(-18), expiresAt: minutes(42) }
const ended = { issuedAt: minutes(-62), expiresAt: minutes(-2) }
const path = '~/.cerby/credentials'

function withToken(token: TokenState, publication: PublicationState = acme.publication, more: Partial<Connection> = {}): Connection {
  return { ...acme, ...more, session: { kind: 'signedIn', keptIn: 'keychain', token }, publication }
}
function waiting(failure: RefreshFailure, of = life): TokenState {
  return { kind: 'waiting', ...of, retryAt: minutes(1), failure }
}
const offline: RefreshFailure = { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' }
const fresh: TokenState = { kind: 'fresh', ...life, refreshesAt: minutes(27) }

describe('a card says what is so, what happens next, and the one thing to do', () => {
  test.each([
    { says: 'a fresh token', of: withToken(fresh), tone: 'fresh', line: 'Valid until 13:32', aside: 'refreshes by itself at 13:17', primary: 'copy' },
    { says: 'a token being refreshed', of: withToken({ kind: 'refreshing', ...life }), tone: 'fresh', line: 'Valid until 13:32', aside: 'refreshing…', primary: 'copy' },
    { says: 'a silent provider', of: withToken(waiting(offline)), tone: 'waiting', line: 'Still valid until 13:32', aside: 'next try 12:51', primary: 'refresh' },
    { says: 'a captive portal, which does not pass by itself', of: withToken(waiting({ ...offline, trouble: 'captive_portal' })), tone: 'soon', line: 'Still valid until 13:32', aside: 'next try 12:51', primary: 'refresh' },
    { says: 'a silent provider, after the end of the token', of: withToken(waiting(offline, ended)), tone: 'soon', line: 'Expired at 12:48', aside: 'next try 12:51', primary: 'refresh' },
    { says: 'a token that rests until a time', of: withToken({ kind: 'resting', ...life }, acme.publication, { keepFresh: { kind: 'until', at: hours(-1) } }), tone: 'waiting', line: 'Valid until 13:32', aside: 'kept fresh until 11:50, as you chose', primary: 'copy' },
    { says: 'a full disk', of: withToken(fresh, { kind: 'failed', failure: { code: 'disk_full', path } }), tone: 'soon', line: "Fresh here until 13:32, but tools can't see it yet", aside: undefined, primary: 'write' },
    { says: 'a profile of somebody else', of: withToken(fresh, { kind: 'failed', failure: { code: 'profile_taken', path, profile: 'default' } }), tone: 'soon', line: "Fresh here until 13:32, but tools can't see it yet", aside: undefined, primary: 'rename' },
    { says: 'a section that another program changed', of: withToken(fresh, { kind: 'changedOutside', change: 'section_edited', at: minutes(-1) }), tone: 'soon', line: "Fresh here until 13:32, but tools can't see it yet", aside: undefined, primary: 'takeOver' },
    { says: 'an ended session', of: { ...acme, session: { kind: 'signInRequired', reason: 'session_ended', since: minutes(-3) } } satisfies Connection, tone: 'act', line: 'The provider ended this session at 12:47', aside: undefined, primary: 'signIn' },
    { says: 'a closed keychain, which is no sign-out', of: { ...acme, session: { kind: 'unreadable', failure: { code: 'keychain_locked' }, retryAt: minutes(1) } } satisfies Connection, tone: 'soon', line: "The session can't be opened right now", aside: undefined, primary: 'openSession' },
    { says: 'a session being opened', of: { ...acme, session: { kind: 'restoring' } } satisfies Connection, tone: 'waiting', line: 'Opening the session…', aside: 'The keychain is being asked for it.', primary: undefined },
  ])('$says', ({ of, tone, line, aside, primary }) => {
    const truth = cardTruth(of, NOW, words)
    expect({ tone: truth.tone, line: plain(truth.line), aside: truth.aside, primary: truth.primary }).toEqual({ tone, line, aside, primary })
  })
})

test('network trouble says that the person stays signed in', () => {
  const { notes } = cardTruth(withToken(waiting(offline)), NOW, words)
  expect(plain(notes[0]?.parts ?? [])).toBe('No answer from acme.okta.com. The network is up, so it is something on the way. Is the VPN on? You stay signed in.')
})

test('a dead token can not be copied', () => {
  const { primary, others } = cardTruth(withToken(waiting(offline, ended)), NOW, words)
  expect([primary, ...others]).not.toContain('copy')
})

test('a file that can not be written leads over a provider that is silent', () => {
  const truth = cardTruth(withToken(waiting(offline), { kind: 'failed', failure: { code: 'disk_full', path } }), NOW, words)
  expect(truth.primary).toBe('write')
  expect(truth.notes).toHaveLength(2)
})

test('a session in memory alone is said for as long as it is so', () => {
  const inMemory: Connection = { ...acme, session: { kind: 'signedIn', keptIn: 'memory', token: fresh } }
  expect(cardTruth(inMemory, NOW, words).badges).toContainEqual({ tone: 'waiting', text: 'In memory only' })
})

test('only what is well wants no look', () => {
  expect(wantsLook(cardTruth(acme, NOW, words))).toBe(false)
  expect(wantsLook(cardTruth(withToken(waiting(offline)), NOW, words))).toBe(true)
})
