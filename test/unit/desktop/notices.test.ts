import { expect, test } from 'vitest'
import { noticesOf } from '../../../electron/desktop/notices.ts'
import type { TokenState } from '../../../shared/token-state.ts'
import { makeWords } from '../../../shared/words/words.ts'
import { appState, connection, inMinutes, NOW } from './states.ts'

const words = makeWords('en-GB', 'UTC')
const span = (left: number) => ({ issuedAt: inMinutes(left - 60), expiresAt: inMinutes(left) })
const signedIn = (token: TokenState) => connection({ session: { kind: 'signedIn', keptIn: 'keychain', token } })
const waiting = (left: number): TokenState => ({
  ...span(left), kind: 'waiting', retryAt: inMinutes(1),
  failure: { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' },
})
const ended = connection({ session: { kind: 'signInRequired', reason: 'session_ended', since: NOW } })
const changed = connection({ publication: { kind: 'changedOutside', change: 'section_removed', at: NOW } })

test.each([
  { says: 'a session that needs its person', of: ended, title: 'Sign in to Acme again', action: 'signIn' },
  { says: 'a token that is about to die unrenewed', of: signedIn(waiting(4)), title: 'Acme: the token ends at 12:04', action: 'open' },
  { says: 'a token that is about to die unkept', of: signedIn({ ...span(4), kind: 'resting' }), title: 'Acme: the token ends at 12:04', action: 'open' },
  { says: 'a token that is about to die since nothing can renew it', of: signedIn({ ...span(4), kind: 'fresh', refreshesAt: inMinutes(4) }), title: 'Acme: the token ends at 12:04', action: 'signIn' },
  { says: 'a file that somebody changed', of: changed, title: 'Your credentials file was changed', action: 'writeAgain' },
])('$says is worth a notification', ({ of, title, action }) => {
  expect(noticesOf(appState([of]), NOW, words)).toMatchObject([{ title, action: { kind: action, id: of.id } }])
})

test.each([
  { says: 'a fresh token', of: connection() },
  { says: 'a failed try with half an hour left', of: signedIn(waiting(30)) },
  { says: 'a fresh token that is about to be renewed', of: signedIn({ ...span(4), kind: 'fresh', refreshesAt: inMinutes(-11) }) },
  { says: 'a token that has run out already', of: signedIn(waiting(-1)) },
  { says: 'a locked keychain', of: connection({ session: { kind: 'unreadable', failure: { code: 'keychain_locked' }, retryAt: NOW } }) },
])('$says is not', ({ of }) => {
  expect(noticesOf(appState([of]), NOW, words)).toEqual([])
})

test('an update that is installed is told once, whatever else is so', () => {
  expect(noticesOf({ ...appState([]), isUpdateReady: true }, NOW, words)).toMatchObject([{ cause: 'update', title: 'Latchkey was updated', action: { kind: 'restart' } }])
})

test('the same cause keeps its name however often it is looked at, so that it is told once', () => {
  const state = appState([ended])
  const first = noticesOf(state, NOW, words)[0]?.cause
  expect(noticesOf({ ...state, revision: 9 }, inMinutes(60), words)[0]?.cause).toBe(first)
})

test('a dying token that is tried again keeps its notification, and gets no second one', () => {
  const dying = signedIn(waiting(4))
  const [first] = noticesOf(appState([dying]), NOW, words)
  const [again] = noticesOf(appState([{ ...dying, session: { kind: 'signedIn', keptIn: 'keychain', token: { ...span(4), kind: 'refreshing' } } }]), NOW, words)
  expect([first?.isFollowUp, again?.isFollowUp]).toEqual([false, true])
  expect(again?.cause).toBe(first?.cause)
})

test('what a person switched off stays quiet', () => {
  const state = appState([ended, changed])
  expect(noticesOf({ ...state, settings: { ...state.settings, notifySignInNeeded: false, notifyFileChanged: false } }, NOW, words)).toEqual([])
})

const acme = connection()
const ending = (keyId: string, minutes: number) => ({ connectionId: acme.id, keyId, name: keyId, endsAt: inMinutes(minutes), which: 'day' as const })

test('a key that ends soon is told by its name and moment, and opens by a press', () => {
  expect(noticesOf({ ...appState([acme]), keyReminders: [ending('ci-deploy', 90)] }, NOW, words)).toMatchObject([
    { title: 'Key ci-deploy expires today 13:30', action: { kind: 'openKey', id: acme.id, keyId: 'ci-deploy' }, reminders: [{ keyId: 'ci-deploy' }] },
  ])
})
test('many keys at once are one notification', () => {
  const keyReminders = ['a', 'b', 'c', 'd'].map((id, index) => ending(id, 90 + index))
  expect(noticesOf({ ...appState([acme]), keyReminders }, NOW, words)).toMatchObject([{ title: '4 keys of Acme expire soon', action: { kind: 'openKey', keyId: undefined } }])
})
test('a key that has ended meanwhile is not told of', () => {
  expect(noticesOf({ ...appState([acme]), keyReminders: [ending('gone', -1)] }, NOW, words)).toEqual([])
})
