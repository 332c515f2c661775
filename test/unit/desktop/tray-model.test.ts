import { expect, test } from 'vitest'
import { menuLabel, trayModel, type TrayModel } from '../../../electron/desktop/tray-model.ts'
import type { KeepFresh } from '../../../shared/connection.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import { makeWords } from '../../../shared/words/words.ts'
import { appState, connection, NOW, inMinutes } from './states.ts'

const english = makeWords('en-GB', 'UTC')

const signedIn = (left: number, token: 'fresh' | 'refreshing' | 'waiting' | 'resting' = 'fresh'): SessionState => {
  const life = { issuedAt: inMinutes(left - 60), expiresAt: inMinutes(left) }
  const states = {
    fresh: { kind: 'fresh', ...life, refreshesAt: inMinutes(left - 15) },
    refreshing: { kind: 'refreshing', ...life },
    waiting: { kind: 'waiting', ...life, retryAt: inMinutes(2), failure: { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' } },
    resting: { kind: 'resting', ...life },
  } as const
  return { kind: 'signedIn', keptIn: 'keychain', token: states[token] }
}
const fullDisk: PublicationState = { kind: 'failed', failure: { code: 'disk_full', path: '/home/ada/.cerby/credentials' } }

const rows: { says: string; session: SessionState; publication?: PublicationState; icon: TrayModel['icon']; heading: string }[] = [
  { says: 'a fresh token: how long it lasts', session: signedIn(42), icon: 'fresh', heading: 'Acme · 42 min left' },
  { says: 'a twelve-hour token: in hours', session: signedIn(665), icon: 'fresh', heading: 'Acme · 11 h 5 min left' },
  { says: 'less than a minute: no zero', session: signedIn(0.5), icon: 'fresh', heading: 'Acme · less than a minute left' },
  { says: 'a refresh under way', session: signedIn(14, 'refreshing'), icon: 'refreshing', heading: 'Acme · 14 min left, refreshing' },
  { says: 'a dead network: the next try', session: signedIn(11, 'waiting'), icon: 'offline', heading: 'Acme · 11 min left, next try 12:02' },
  { says: 'a dead network near the end stands out', session: signedIn(3, 'waiting'), icon: 'soon', heading: 'Acme · 3 min left, next try 12:02' },
  { says: 'a token that ran out is never called valid, whatever the last event was', session: signedIn(-1), icon: 'soon', heading: 'Acme · expired, next try 11:59' },
  { says: 'a rest that the person chose', session: signedIn(30, 'resting'), icon: 'offline', heading: 'Acme · 30 min left, not kept fresh' },
  { says: 'a token that tools cannot see', session: signedIn(42), publication: fullDisk, icon: 'soon', heading: 'Acme · 42 min left, not written for tools' },
  { says: 'an ended session', session: { kind: 'signInRequired', reason: 'session_ended', since: NOW }, icon: 'signin', heading: 'Acme · sign-in needed' },
  { says: 'a locked keychain, which is not a missing session', session: { kind: 'unreadable', failure: { code: 'keychain_locked' }, retryAt: NOW }, icon: 'soon', heading: 'Acme · keychain locked' },
  { says: 'a session that is being opened', session: { kind: 'restoring' }, icon: 'refreshing', heading: 'Acme · opening the keychain' },
]

test.each(rows)('$says', ({ session, publication, icon, heading }) => {
  const model = trayModel(appState([connection({ session, ...(publication === undefined ? {} : { publication }) })]), NOW, english)
  expect(model.icon).toBe(icon)
  expect(model.items[0]).toEqual({ kind: 'heading', label: heading })
})

const labels = (model: TrayModel) => model.items.flatMap(item => (item.kind === 'item' ? [item.label] : []))

test.each([
  { says: 'copy and refresh while the token lives', session: signedIn(42), first: ['Copy bearer token', 'Refresh now'] },
  { says: 'no copy of a dead token', session: signedIn(-1), first: ['Refresh now', 'Generate a key…'] },
  { says: 'a way to sign in', session: { kind: 'signInRequired', reason: 'session_ended', since: NOW } as const, first: ['Sign in…', 'Connect a workspace…'] },
  { says: 'a way to the keychain', session: { kind: 'unreadable', failure: { code: 'keychain_locked' }, retryAt: NOW } as const, first: ['Try the keychain again', 'Connect a workspace…'] },
])('the menu offers $says', ({ session, first }) => {
  expect(labels(trayModel(appState([connection({ session })]), NOW, english)).slice(0, 2)).toEqual(first)
})

test('the icon shows the worst of several workspaces', () => {
  const state = appState([connection({ session: signedIn(42) }), connection({ session: { kind: 'signInRequired', reason: 'session_ended', since: NOW } })])
  expect(trayModel(state, NOW, english)).toMatchObject({ icon: 'signin', tooltip: 'Latchkey: Acme: sign-in needed' })
})

test('with nothing connected it says so and offers to connect', () => {
  const model = trayModel(appState([]), NOW, english)
  expect(model.tooltip).toBe('Latchkey: not connected')
  expect(labels(model)).toEqual(['Connect a workspace…', 'Open Latchkey', 'Quit'])
})

test('a secret on the clipboard can be cleared from here', () => {
  const state = { ...appState([]), clipboard: { kind: 'stillThere', what: 'apiKey' } as const }
  expect(labels(trayModel(state, NOW, english))).toContain('Clear the clipboard now')
})

test('pausing remembers what it interrupts, and resuming goes back to it', () => {
  const id = connection().id
  const item = (keepFresh: KeepFresh) => trayModel(appState([connection({ id, keepFresh })]), NOW, english).items.find(one => one.kind === 'item' && one.action.kind === 'keepFresh')
  expect(item({ kind: 'whileUnlocked' })).toEqual({ kind: 'item', label: 'Pause refreshing', action: { kind: 'keepFresh', id, keepFresh: { kind: 'paused', before: 'whileUnlocked' } } })
  expect(item({ kind: 'paused', before: 'whileUnlocked' })).toEqual({ kind: 'item', label: 'Resume refreshing', action: { kind: 'keepFresh', id, keepFresh: { kind: 'whileUnlocked' } } })
})

test('of several workspaces one can be paused, or all that still run', () => {
  const running = connection()
  const paused = connection({ keepFresh: { kind: 'paused', before: 'always' } })
  const menu = trayModel(appState([running, paused]), NOW, english).items.find(item => item.kind === 'menu')
  expect(menu).toMatchObject({ label: 'Pause refreshing' })
  const items = menu?.kind === 'menu' ? menu.items : []
  expect(items[0]).toEqual({ kind: 'item', label: 'Pause all', action: { kind: 'keepAllFresh', wishes: [{ id: running.id, keepFresh: { kind: 'paused', before: 'always' } }] } })
  expect(items.slice(2)).toMatchObject([{ label: 'Pause Acme' }, { label: 'Resume Acme' }])
})

test('the keys made here are at hand by their ids, those of a workspace that is gone are not', () => {
  const acme = connection()
  const madeKeys = [...Array.from({ length: 6 }, (_, index) => ({ connectionId: acme.id, keyId: `id-${String(index)}`, name: `key ${String(index)}`, madeAt: NOW })), { connectionId: connection().id, keyId: 'gone', name: 'gone', madeAt: NOW }]
  const menu = trayModel({ ...appState([acme]), madeKeys }, NOW, english).items.find(item => item.kind === 'menu')
  expect(menu).toMatchObject({ label: 'Recent keys', items: [0, 1, 2, 3, 4].map(index => ({ label: `Copy the id of key ${String(index)}`, action: { kind: 'copyText', text: `id-${String(index)}` } })) })
})

test('panic is there as long as something is connected', () => {
  expect(labels(trayModel(appState([connection()]), NOW, english))).toContain('Panic…')
  expect(labels(trayModel(appState([]), NOW, english))).not.toContain('Panic…')
})

test('it speaks Spanish', () => {
  const model = trayModel(appState([connection({ session: signedIn(42) })]), NOW, makeWords('es-ES', 'UTC'))
  expect(model.items[0]).toEqual({ kind: 'heading', label: 'Acme · quedan 42 min' })
})

test('a name with an ampersand keeps it', () => {
  expect(menuLabel('R&D · 42 min left')).toBe('R&&D · 42 min left')
})
