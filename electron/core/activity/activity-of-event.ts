import type { Activity } from '../../../shared/activity.ts'
import type { AppState } from '../../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import type { AppEvent } from '../state/app-events.ts'

/** An entry before it has its number and its time. */
export type Noted = Omit<Activity, 'id' | 'at'>

const find = (state: AppState, id: ConnectionId): Connection | undefined => state.connections.find(connection => connection.id === id)

/**
 * What of an event is worth remembering; none for what a start of the app tells anew.
 *
 * @param before  the state that the event met
 */
export function activityOfEvent(before: AppState, event: AppEvent): Noted | undefined {
  switch (event.kind) {
    case 'signInChanged':
      return ofSignIn(before, event.signIn)
    case 'defaultChanged':
      return ofDefault(before, event.id)
    case 'connectionRemoved':
    case 'sessionChanged':
    case 'publicationChanged':
    case 'profileRenamed': {
      const connection = find(before, event.id)
      return connection === undefined ? undefined : named(event.id, ofConnection(connection, event))
    }
    default:
      return undefined
  }
}

type OfConnection = Extract<AppEvent, { kind: 'connectionRemoved' | 'sessionChanged' | 'publicationChanged' | 'profileRenamed' }>

function ofConnection({ workspace, session, publication }: Connection, event: OfConnection): Noted | undefined {
  switch (event.kind) {
    case 'connectionRemoved':
      return { kind: 'signedOut', about: workspace.name }
    case 'sessionChanged':
      return ofSession(session, event.session)
    case 'publicationChanged':
      return ofPublication(publication, event.publication)
    case 'profileRenamed':
      return { kind: 'profileRenamed', about: event.profile }
  }
}

function named(connectionId: ConnectionId, noted: Noted | undefined): Noted | undefined {
  return noted === undefined ? undefined : { ...noted, connectionId }
}

function ofSignIn({ signIn }: AppState, now: AppState['signIn']): Noted | undefined {
  if (signIn.kind === now.kind) return undefined
  if (now.kind === 'succeeded') return { kind: 'signedIn', connectionId: now.connectionId, about: now.target.name ?? now.target.workspaceHost }
  // Whoever cancels knows it.
  return now.kind === 'failed' && now.failure.code !== 'canceled' ? { kind: 'signInFailed', about: JSON.stringify(now.failure) } : undefined
}

function ofSession(was: SessionState, is: SessionState): Noted | undefined {
  if (was.kind !== 'signedIn') return undefined
  if (is.kind === 'signInRequired') return { kind: 'sessionEnded' }
  if (is.kind !== 'signedIn') return undefined
  if (is.token.issuedAt !== was.token.issuedAt) return { kind: 'tokenRefreshed' }
  if (is.token.kind !== 'waiting' || is.token.failure.code === 'paused' || is.token.failure.code === 'refresh_lock_held') return undefined
  const isTold = was.token.kind === 'waiting' && was.token.failure.code === is.token.failure.code
  return isTold ? undefined : { kind: 'refreshFailed', about: JSON.stringify(is.token.failure) }
}

function ofPublication(was: PublicationState, is: PublicationState): Noted | undefined {
  if (is.kind === 'failed') return was.kind === 'failed' && was.failure.code === is.failure.code ? undefined : { kind: 'publicationFailed', about: JSON.stringify(is.failure) }
  if (is.kind === 'changedOutside') return { kind: 'fileChangedOutside' }
  return is.kind === 'written' && (was.kind === 'failed' || was.kind === 'changedOutside') ? { kind: 'filePublished' } : undefined
}

function ofDefault({ defaultConnectionId }: AppState, id: ConnectionId | undefined): Noted | undefined {
  return defaultConnectionId === undefined || id === undefined || id === defaultConnectionId ? undefined : { kind: 'defaultChanged', connectionId: id }
}
