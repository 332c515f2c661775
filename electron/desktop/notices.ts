import type { AppState } from '../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import { causeOf, type KeyReminder } from '../../shared/key-reminder.ts'
import type { Words } from '../../shared/words/words.ts'
import { isTokenDying } from '../core/session/session-view.ts'

/** Something worth interrupting a person for. `cause` names it: never more than one notification for one cause. */
export interface Notice {
  cause: string
  title: string
  body: string
  action?: { label: string; kind: 'restart' } | { label: string; kind: 'signIn' | 'writeAgain' | 'open'; id: ConnectionId } | { label: string; kind: 'openKey'; id: ConnectionId; keyId: string | undefined }
  /** Keeps the notification that stands for this cause, and shows none by itself. */
  isFollowUp?: boolean
  /** What this notice says of ending keys: told once it is shown, over restarts. */
  reminders?: readonly KeyReminder[]
}

/** What is worth a notification in this state; the same causes come again and again while they last. */
export function noticesOf(state: AppState, now: Instant, words: Words): Notice[] {
  return [...updateNotice(state, words), ...state.connections.flatMap(connection => [
    ...signInNotice(connection, state, words),
    ...dyingNotice(connection, state, now, words),
    ...fileNotice(connection, state, words),
    ...keyNotices(connection, state, now, words),
  ])]
}

function updateNotice({ isUpdateReady }: AppState, words: Words): Notice[] {
  if (!isUpdateReady) return []
  return [{ cause: 'update', title: words.t('notify.update.title'), body: words.t('notify.update.body'), action: { label: words.t('notify.update.action'), kind: 'restart' } }]
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

/** A token that is about to end, and that nothing which runs by itself will replace, is announced before it dies. */
function dyingNotice({ id, session, workspace }: Connection, state: AppState, now: Instant, words: Words): Notice[] {
  if (session.kind !== 'signedIn' || !state.settings.notifySignInNeeded) return []
  const { kind, expiresAt } = session.token
  // While it is tried again it is dying still: or each failed try would be a notification of its own.
  const isFollowUp = kind === 'refreshing'
  if (expiresAt <= now || !(isFollowUp || isTokenDying(session, now))) return []
  return [{
    cause: `dying ${id} ${expiresAt}`,
    title: words.t('notify.dying.title', { name: workspace.name, time: words.time(expiresAt) }),
    body: words.t('notify.dying.body', { kind }),
    isFollowUp,
    // What is fresh and dies all the same came without a refresh token.
    action: kind === 'fresh' ? { label: words.t('notify.signIn.action'), kind: 'signIn', id } : { label: words.t('tray.open'), kind: 'open', id },
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

/** So many keys are told of one by one; more would be a storm. */
const ONE_BY_ONE = 3

function keyNotices({ id, workspace }: Connection, state: AppState, now: Instant, words: Words): Notice[] {
  const reminders = state.keyReminders.filter(({ connectionId, endsAt }) => connectionId === id && endsAt > now)
  const [first] = reminders
  if (first === undefined) return []
  if (reminders.length <= ONE_BY_ONE) return reminders.map(reminder => keyNotice(reminder, workspace.name, now, words))
  return [{
    // The same many keys are one cause; another one makes it another.
    cause: `keys ${id} ${reminders.map(causeOf).join()}`,
    title: words.t('notify.keys.title', { count: reminders.length, workspace: workspace.name }),
    body: words.t('notify.keys.body', { name: first.name, moment: words.moment(first.endsAt, now) }),
    action: { label: words.t('notify.keys.action'), kind: 'openKey', id, keyId: undefined },
    reminders,
  }]
}

function keyNotice(reminder: KeyReminder, workspaceName: string, now: Instant, words: Words): Notice {
  const { name, endsAt, connectionId, keyId } = reminder
  return {
    cause: causeOf(reminder),
    title: words.t('notify.key.title', { name, moment: words.moment(endsAt, now) }),
    body: words.t('notify.key.body', { workspace: workspaceName, left: words.relative(endsAt, now) }),
    action: { label: words.t('notify.key.action'), kind: 'openKey', id: connectionId, keyId },
    reminders: [reminder],
  }
}
