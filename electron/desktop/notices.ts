import type { AppState } from '../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import type { Words } from '../../shared/words/words.ts'

/** Something worth interrupting a person for. `cause` names it: never more than one notification for one cause. */
export interface Notice {
  cause: string
  title: string
  body: string
  action?: { label: string; kind: 'signIn' | 'writeAgain' | 'open'; id: ConnectionId }
}

const DYING_MS = 5 * 60_000

/** What is worth a notification in this state; the same causes come again and again while they last. */
export function noticesOf(state: AppState, now: Instant, words: Words): Notice[] {
  return state.connections.flatMap(connection => [
    ...signInNotice(connection, state, words),
    ...dyingNotice(connection, state, now, words),
    ...fileNotice(connection, state, words),
  ])
}

function signInNotice({ id, session, workspace, profile }: Connection, state: AppState, words: Words): Notice[] {
  if (session.kind !== 'signInRequired' || !state.settings.notifySignInNeeded) return []
  return [{
    cause: `signIn ${id} ${session.since}`,
    title: words.t('notify.signIn.title', { name: workspace.name }),
    body: words.t('notify.signIn.body', { profile }),
    action: { label: words.t('notify.signIn.action'), kind: 'signIn', id },
  }]
}

/** A token that is about to end and could not be renewed is announced before it dies. */
function dyingNotice({ id, session, workspace }: Connection, state: AppState, now: Instant, words: Words): Notice[] {
  if (session.kind !== 'signedIn' || session.token.kind !== 'waiting' || !state.settings.notifySignInNeeded) return []
  const { expiresAt, issuedAt } = session.token
  const leftMs = expiresAt - now
  if (leftMs <= 0 || leftMs > Math.min(DYING_MS, (expiresAt - issuedAt) / 4)) return []
  return [{
    cause: `dying ${id} ${expiresAt}`,
    title: words.t('notify.dying.title', { name: workspace.name, time: words.time(expiresAt) }),
    body: words.t('notify.dying.body'),
    action: { label: words.t('tray.open'), kind: 'open', id },
  }]
}

function fileNotice({ id, publication, profile }: Connection, state: AppState, words: Words): Notice[] {
  if (publication.kind !== 'changedOutside' || !state.settings.notifyFileChanged) return []
  return [{
    cause: `file ${id} ${publication.at}`,
    title: words.t('notify.file.title'),
    body: words.t('notify.file.body', { profile }),
    action: { label: words.t('notify.file.action'), kind: 'writeAgain', id },
  }]
}
