import type { AppState } from '../../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { MadeKey } from '../../../shared/panic.ts'
import type { AppEvent } from './app-events.ts'

/** The state after an event. The revision grows by one with each. */
export function nextState(state: AppState, event: AppEvent): AppState {
  return { ...state, ...changeOf(state, event), revision: state.revision + 1 }
}

function changeOf(state: AppState, event: AppEvent): Partial<AppState> {
  switch (event.kind) {
    case 'connectionAdded':
    case 'connectionRemoved':
    case 'defaultChanged':
      return setOfConnections(state, event)
    case 'sessionChanged':
      return oneConnection(state, event.id, { session: event.session })
    case 'publicationChanged':
      return oneConnection(state, event.id, { publication: event.publication })
    case 'profileRenamed':
      return oneConnection(state, event.id, { profile: event.profile })
    case 'keepFreshChanged':
      return oneConnection(state, event.id, { keepFresh: event.keepFresh })
    case 'browserChosen':
      return oneConnection(state, event.id, { browserId: event.browserId })
    case 'identityChanged':
      return oneConnection(state, event.id, { workspace: event.workspace, user: event.user })
    default:
      return rest(state, event)
  }
}

type RestEvent = Extract<AppEvent, { kind: 'signInChanged' | 'clipboardChanged' | 'settingsChanged' | 'panicChanged' | 'networkChanged' | 'updateInstalled' | 'linkAsked' | 'linkAnswered' }> | KeyEvent
type KeyEvent = Extract<AppEvent, { kind: 'keysChanged' | 'keyMade' | 'keyDeleted' | 'rotationsChanged' | 'keyRemindersChanged' }>

function rest(state: AppState, event: RestEvent): Partial<AppState> {
  switch (event.kind) {
    case 'signInChanged':
      return { signIn: event.signIn }
    case 'clipboardChanged':
      return { clipboard: event.clipboard }
    case 'settingsChanged':
      return { settings: event.settings }
    case 'panicChanged':
      return { panic: event.panic }
    case 'networkChanged':
      return { isOnline: event.isOnline }
    case 'updateInstalled':
      return { isUpdateReady: true }
    case 'linkAsked':
    case 'linkAnswered':
      return ofLink(state, event)
    default:
      return ofKeys(state, event)
  }
}

function ofKeys(state: AppState, event: KeyEvent): Partial<AppState> {
  switch (event.kind) {
    case 'keysChanged':
      return { keysRevision: state.keysRevision + 1 }
    case 'keyMade':
      return { madeKeys: withMadeKey(state.madeKeys, event.key) }
    case 'keyDeleted':
      return { madeKeys: state.madeKeys.filter(key => key.keyId !== event.keyId || key.connectionId !== event.connectionId) }
    case 'rotationsChanged':
      return { rotations: event.rotations }
    case 'keyRemindersChanged':
      return { keyReminders: event.reminders }
  }
}

/** The first link waits for its answer: one that came after it must not slip under the hand that answers. */
function ofLink({ link }: AppState, event: Extract<AppEvent, { kind: 'linkAsked' | 'linkAnswered' }>): Partial<AppState> {
  if (event.kind === 'linkAsked') return { link: link ?? event.link }
  return link?.linkId === event.linkId ? { link: undefined } : {}
}

const MOST_MADE_KEYS = 100

/** Newest first; the oldest are forgotten. */
function withMadeKey(known: readonly MadeKey[], made: MadeKey): MadeKey[] {
  return [made, ...known.filter(key => key.keyId !== made.keyId || key.connectionId !== made.connectionId)].slice(0, MOST_MADE_KEYS)
}

type SetEvent = Extract<AppEvent, { kind: 'connectionAdded' | 'connectionRemoved' | 'defaultChanged' }>

function setOfConnections(state: AppState, event: SetEvent): Partial<AppState> {
  switch (event.kind) {
    case 'connectionAdded': {
      const others = state.connections.filter(connection => connection.id !== event.connection.id)
      return { connections: [...others, event.connection] }
    }
    case 'connectionRemoved': {
      const connections = state.connections.filter(connection => connection.id !== event.id)
      return state.defaultConnectionId === event.id ? { connections, defaultConnectionId: undefined } : { connections }
    }
    case 'defaultChanged':
      return { defaultConnectionId: event.id }
  }
}

function oneConnection(state: AppState, id: ConnectionId, change: Partial<Connection>): Partial<AppState> {
  return { connections: state.connections.map(connection => (connection.id === id ? { ...connection, ...change } : connection)) }
}
