import { describe, expect, test } from 'vitest'
import { placeOnStrip } from '../../../renderer/components/strip-places.ts'
import { NOW, signingIn } from '../../../renderer/gallery/samples.ts'
import { endsAt, expiryChoice } from '../../../renderer/screens/generate-key/expiry.ts'
import { highlight } from '../../../renderer/screens/home/highlight.ts'
import { SNIPPET_LANGUAGES, snippetOf } from '../../../renderer/screens/home/snippets.ts'
import { stepsOf } from '../../../renderer/screens/signing-in/step-states.ts'
import { capsOf, shortcutOf } from '../../../renderer/shortcuts.ts'
import { openStateStore } from '../../../renderer/state-store.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import type { WindowEvent } from '../../../shared/contract.ts'
import type { Instant } from '../../../shared/instant.ts'

const DAY = 86_400_000
const ending = (id: string, days: number) => ({ id, endsAt: (NOW + days * DAY) as Instant, isSoon: false })

describe('the strip', () => {
  test('leaves out what ended, and what ends beyond it', () => {
    expect(placeOnStrip([ending('dead', -1), ending('near', 3), ending('far', 31)], NOW, 30 * DAY, 0.01).map(place => place.endings[0].id)).toEqual(['near'])
  })
  test('lets endings that would overlap share a place, the nearest first', () => {
    const [place, ...others] = placeOnStrip([ending('b', 3.1), ending('a', 3)], NOW, 30 * DAY, 0.01)
    expect(place?.endings.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(others).toEqual([])
  })
})

describe('an expiry', () => {
  test.each([
    { says: 'of 12 hours is a span', expiry: '12h', custom: undefined, gives: { kind: 'in', seconds: 43_200 } },
    { says: 'of 5 days is a span', expiry: '5d', custom: undefined, gives: { kind: 'in', seconds: 432_000 } },
    { says: 'of never is never', expiry: 'never', custom: undefined, gives: { kind: 'never' } },
    { says: 'at a time to come is that time', expiry: 'custom', custom: NOW + DAY, gives: { kind: 'at', at: NOW + DAY } },
    { says: 'at a past time is none', expiry: 'custom', custom: NOW - 1, gives: undefined },
    { says: 'at no time is none', expiry: 'custom', custom: undefined, gives: undefined },
  ] as const)('$says', ({ expiry, custom, gives }) => { expect(expiryChoice(expiry, custom as Instant | undefined, NOW)).toEqual(gives) })
  test('leads to a moment', () => {
    expect(endsAt({ kind: 'in', seconds: 60 }, NOW)).toBe(NOW + 60_000)
  })
})

describe('the steps of a sign-in', () => {
  test('tick off what was done, with its time', () => {
    expect(stepsOf(signingIn).map(({ state }) => state)).toEqual(['done', 'now', 'later', 'later'])
    expect(stepsOf(signingIn)[0]?.finishedAt).toBe(signingIn.finishedAt[0])
  })
  test('stop where it failed', () => {
    const { attemptId, target } = signingIn
    expect(stepsOf({ kind: 'failed', attemptId, target, step: 'sealing', failure: { code: 'keychain_locked' }, at: NOW }).map(({ state }) => state)).toEqual(['done', 'done', 'failed', 'later'])
  })
})

describe('shortcuts', () => {
  test.each([
    { says: 'Ctrl+K opens the palette', press: { key: 'k', hasMain: true, hasShift: false, hasAlt: false }, gives: 'palette' },
    { says: 'Ctrl+Shift+C copies the token, for which the key is a capital', press: { key: 'C', hasMain: true, hasShift: true, hasAlt: false }, gives: 'copyToken' },
    { says: 'Ctrl+C stays with the system', press: { key: 'c', hasMain: true, hasShift: false, hasAlt: false }, gives: undefined },
    { says: 'a letter alone means nothing', press: { key: 'k', hasMain: false, hasShift: false, hasAlt: false }, gives: undefined },
    { says: 'AltGr, which Windows sends as Ctrl+Alt, stays with typing', press: { key: 'k', hasMain: true, hasShift: false, hasAlt: true }, gives: undefined },
  ])('$says', ({ press, gives }) => { expect(shortcutOf(press)).toBe(gives) })
  test('are written as each system writes them', () => {
    expect(capsOf('copyToken', 'linux')).toEqual(['Ctrl', 'Shift', 'C'])
    expect(capsOf('copyToken', 'darwin')).toEqual(['⇧', '⌘', 'C'])
  })
})

test.each(SNIPPET_LANGUAGES)('colour changes nothing of the %s snippet', language => {
  const code = snippetOf(language, '~/.cerby/credentials', 'default')
  expect(highlight(code).map(piece => piece.code).join('')).toBe(code)
})

test('what the app asked of a window before anything was drawn in it waits for all who listen', async () => {
  let tell = (_event: WindowEvent): void => undefined
  const store = openStateStore({
    call: () => Promise.reject(new Error('nobody calls')),
    subscribe: listener => {
      tell = listener
      return () => undefined
    },
  })
  const heard: string[] = []
  tell({ kind: 'show', screen: 'doctor' })
  store.onEvent(event => { heard.push(`first ${event.kind}`) })
  store.onEvent(event => { heard.push(`second ${event.kind}`) })
  await Promise.resolve()
  tell({ kind: 'showKey', connectionId: ConnectionId.parse(crypto.randomUUID()) })
  expect(heard).toEqual(['first show', 'second show', 'first showKey', 'second showKey'])
})
