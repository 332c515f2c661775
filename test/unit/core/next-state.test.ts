import { expect, test } from 'vitest'
import { makeAppStore } from '../../../electron/core/state/app-store.ts'
import { nextState } from '../../../electron/core/state/next-state.ts'
import type { AppEvent } from '../../../electron/core/state/app-events.ts'
import { AppState } from '../../../shared/app-state.ts'
import { appState, connection, inMinutes, NOW } from '../desktop/states.ts'

const acme = connection()
const globex = connection()
const before = { ...appState([acme, globex]), defaultConnectionId: acme.id }

test.each<{ says: string; event: AppEvent; gives: Partial<AppState> }>([
  { says: 'adds a connection at the end', event: { kind: 'connectionAdded', connection: acme }, gives: { connections: [globex, acme] } },
  { says: 'removes one, and with it the default', event: { kind: 'connectionRemoved', id: acme.id }, gives: { connections: [globex], defaultConnectionId: undefined } },
  { says: 'keeps the default when another one goes', event: { kind: 'connectionRemoved', id: globex.id }, gives: { connections: [acme], defaultConnectionId: acme.id } },
  { says: 'changes one session and no other', event: { kind: 'sessionChanged', id: acme.id, session: { kind: 'restoring' } }, gives: { connections: [{ ...acme, session: { kind: 'restoring' } }, globex] } },
  { says: 'changes one publication', event: { kind: 'publicationChanged', id: globex.id, publication: { kind: 'withdrawn', at: NOW } }, gives: { connections: [acme, { ...globex, publication: { kind: 'withdrawn', at: NOW } }] } },
  { says: 'changes how long one is kept fresh', event: { kind: 'keepFreshChanged', id: acme.id, keepFresh: { kind: 'until', at: inMinutes(60) } }, gives: { connections: [{ ...acme, keepFresh: { kind: 'until', at: inMinutes(60) } }, globex] } },
  { says: 'lets windows ask for keys again', event: { kind: 'keysChanged' }, gives: { keysRevision: before.keysRevision + 1 } },
  { says: 'knows when the network goes', event: { kind: 'networkChanged', isOnline: false }, gives: { isOnline: false } },
  { says: 'knows that a new version is installed', event: { kind: 'updateInstalled' }, gives: { isUpdateReady: true } },
  { says: 'ignores a connection that it does not know', event: { kind: 'sessionChanged', id: connection().id, session: { kind: 'restoring' } }, gives: { connections: [acme, globex] } },
])('$says', ({ event, gives }) => {
  const next = nextState(before, event)
  expect(next).toMatchObject(gives)
  expect(next.revision).toBe(before.revision + 1)
  expect(AppState.safeParse(next).error).toBeUndefined()
})

test('subscribers hear of each event, until they leave', () => {
  const store = makeAppStore(before)
  const heard: number[] = []
  const leave = store.subscribe(state => heard.push(state.revision))
  store.tell({ kind: 'keysChanged' })
  leave()
  store.tell({ kind: 'keysChanged' })
  expect(heard).toEqual([before.revision + 1])
})
