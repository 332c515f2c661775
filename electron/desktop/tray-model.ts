import type { AppState } from '../../shared/app-state.ts'
import type { Connection, ConnectionId, KeepFresh } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import { pausedFrom } from '../../shared/paused.ts'
import type { TokenState } from '../../shared/token-state.ts'
import type { Words } from '../../shared/words/words.ts'

/** The five drawings of the tray's key. */
export type TrayIcon = 'fresh' | 'refreshing' | 'soon' | 'offline' | 'signin'

export type TrayAction =
  | { kind: 'copy' | 'refresh' | 'signIn' | 'unlock' | 'writeAgain'; id: ConnectionId }
  | { kind: 'keepFresh'; id: ConnectionId; keepFresh: KeepFresh }
  | { kind: 'keepAllFresh'; wishes: { id: ConnectionId; keepFresh: KeepFresh }[] }
  | { kind: 'copyText'; text: string }
  | { kind: 'connect' | 'generate' | 'clearClipboard' | 'panic' | 'open' | 'restart' | 'quit' }

export type TrayItem =
  | { kind: 'heading'; label: string }
  | { kind: 'line' }
  | { kind: 'item'; label: string; action: TrayAction }
  | { kind: 'menu'; label: string; items: TrayItem[] }

export interface TrayModel {
  icon: TrayIcon
  tooltip: string
  items: TrayItem[]
}

const SOON_MS = 5 * 60_000

/**
 * What the tray shows: derived from the expiry and the clock, never from the last event, so that it can't lie after a
 * sleep. The state stands in the words too, since some Linux panels don't repaint icons.
 */
export function trayModel(state: AppState, now: Instant, words: Words): TrayModel {
  const seen = state.connections.map(connection => ({ connection, look: lookOf(connection, now, words) }))
  const worst = seen.toSorted((a, b) => RANK[b.look.icon] - RANK[a.look.icon])[0]
  const perConnection = seen.flatMap(({ connection, look }): TrayItem[] => [
    { kind: 'heading', label: words.t('tray.heading', { name: connection.workspace.name, state: look.words }) },
    ...actionsOf(connection, now, words),
    { kind: 'line' },
  ])
  return {
    icon: worst?.look.icon ?? 'fresh',
    tooltip: tooltipOf(worst, seen.length, words),
    items: [...perConnection, ...commonItems(state, words)],
  }
}

const RANK: Record<TrayIcon, number> = { fresh: 0, refreshing: 1, offline: 2, soon: 3, signin: 4 }

interface Look { icon: TrayIcon; words: string }

function lookOf(connection: Connection, now: Instant, words: Words): Look {
  const { session } = connection
  switch (session.kind) {
    case 'restoring':
      return { icon: 'refreshing', words: words.t('tray.state.restoring') }
    case 'unreadable':
      return { icon: 'soon', words: words.t('tray.state.unreadable') }
    case 'signInRequired':
      return { icon: 'signin', words: words.t('tray.state.signInRequired') }
    case 'signedIn':
      return tokenLook(session.token, connection, now, words)
  }
}

function tokenLook(token: TokenState, connection: Connection, now: Instant, words: Words): Look {
  const leftMs = token.expiresAt - now
  if (leftMs <= 0) return expiredLook(token, words)
  const left = leftWords(leftMs, words)
  const soonOr = (icon: TrayIcon): TrayIcon => (leftMs < SOON_MS ? 'soon' : icon)
  if (connection.publication.kind === 'failed') return { icon: 'soon', words: words.t('tray.state.left.unpublished', { left }) }
  switch (token.kind) {
    case 'fresh':
      // Without a refresh token it is never renewed.
      return { icon: token.refreshesAt >= token.expiresAt ? soonOr('fresh') : 'fresh', words: words.t('tray.state.left', { left }) }
    case 'refreshing':
      return { icon: 'refreshing', words: words.t('tray.state.left.refreshing', { left }) }
    case 'waiting':
      return { icon: soonOr('offline'), words: words.t('tray.state.left.waiting', { left, time: words.time(token.retryAt) }) }
    case 'resting':
      return { icon: soonOr('offline'), words: words.t('tray.state.left.resting', { left }) }
  }
}

function expiredLook(token: TokenState, words: Words): Look {
  if (token.kind === 'resting') return { icon: 'offline', words: words.t('tray.state.expired.resting') }
  const nextTry = token.kind === 'waiting' ? token.retryAt : token.expiresAt
  return { icon: 'soon', words: words.t('tray.state.expired', { time: words.time(nextTry) }) }
}

/** `42 min`, `11 h 5 min`; whole minutes, rounded down so that the tray never promises too much. */
export function leftWords(leftMs: number, words: Words): string {
  const minutes = Math.floor(leftMs / 60_000)
  if (minutes < 1) return words.t('left.seconds')
  if (minutes < 60) return words.t('left.minutes', { minutes })
  return words.t('left.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

function actionsOf(connection: Connection, now: Instant, words: Words): TrayItem[] {
  const { id, session, publication } = connection
  const item = (label: string, kind: 'copy' | 'refresh' | 'signIn' | 'unlock' | 'writeAgain'): TrayItem => ({ kind: 'item', label, action: { kind, id } })
  if (session.kind === 'restoring') return []
  if (session.kind === 'unreadable') return [item(words.t('tray.unlock'), 'unlock')]
  if (session.kind === 'signInRequired') return [item(words.t('tray.signIn'), 'signIn')]
  return [
    ...(session.token.expiresAt > now ? [item(words.t('tray.copy'), 'copy')] : []),
    item(words.t('tray.refresh'), 'refresh'),
    ...(publication.kind === 'failed' ? [item(words.t('tray.writeAgain'), 'writeAgain')] : []),
  ]
}

function commonItems(state: AppState, words: Words): TrayItem[] {
  const item = (label: string, kind: 'connect' | 'generate' | 'clearClipboard' | 'panic' | 'open' | 'restart' | 'quit'): TrayItem => ({ kind: 'item', label, action: { kind } })
  const isSignedIn = state.connections.some(connection => connection.session.kind === 'signedIn')
  return [
    ...(state.clipboard.kind === 'clear' ? [] : [item(words.t('tray.clearClipboard'), 'clearClipboard')]),
    isSignedIn ? item(words.t('tray.generate'), 'generate') : item(words.t('tray.connect'), 'connect'),
    ...recentKeys(state, words),
    ...pauses(state, words),
    { kind: 'line' },
    item(words.t('tray.open'), 'open'),
    ...(state.connections.length === 0 ? [] : [item(words.t('tray.panic'), 'panic')]),
    ...(state.isUpdateReady ? [item(words.t('tray.restart'), 'restart')] : []),
    item(words.t('tray.quit'), 'quit'),
  ]
}

const MOST_RECENT = 5

/** The keys that this computer made last; a click copies the id, which is no secret. */
function recentKeys(state: AppState, words: Words): TrayItem[] {
  const connected = new Set(state.connections.map(({ id }) => id))
  const recent = state.madeKeys.filter(key => connected.has(key.connectionId)).slice(0, MOST_RECENT)
  if (recent.length === 0) return []
  const items = recent.map(({ name, keyId }): TrayItem => ({ kind: 'item', label: words.t('tray.recentKey', { name }), action: { kind: 'copyText', text: keyId } }))
  return [{ kind: 'menu', label: words.t('tray.recentKeys'), items }]
}

/** Pausing and resuming, of each workspace and, where there are several, of all. */
function pauses(state: AppState, words: Words): TrayItem[] {
  const kept = state.connections.filter(({ session }) => session.kind === 'signedIn')
  if (kept.length === 0) return []
  const [only] = kept
  if (kept.length === 1 && only !== undefined) {
    const isPaused = only.keepFresh.kind === 'paused'
    return [{ kind: 'item', label: words.t(isPaused ? 'tray.resume' : 'tray.pause'), action: { kind: 'keepFresh', ...toggled(only) } }]
  }
  const isAllPaused = kept.every(({ keepFresh }) => keepFresh.kind === 'paused')
  const all = kept.filter(({ keepFresh }) => (keepFresh.kind === 'paused') === isAllPaused).map(toggled)
  return [{
    kind: 'menu',
    label: words.t(isAllPaused ? 'tray.resume' : 'tray.pause'),
    items: [
      { kind: 'item', label: words.t(isAllPaused ? 'tray.resumeAll' : 'tray.pauseAll'), action: { kind: 'keepAllFresh', wishes: all } },
      { kind: 'line' },
      ...kept.map((connection): TrayItem => ({
        kind: 'item',
        label: words.t(connection.keepFresh.kind === 'paused' ? 'tray.resumeOne' : 'tray.pauseOne', { name: connection.workspace.name }),
        action: { kind: 'keepFresh', ...toggled(connection) },
      })),
    ],
  }]
}

function toggled({ id, keepFresh }: Connection): { id: ConnectionId; keepFresh: KeepFresh } {
  return { id, keepFresh: keepFresh.kind === 'paused' ? { kind: keepFresh.before } : pausedFrom(keepFresh) }
}

function tooltipOf(worst: { connection: Connection; look: Look } | undefined, count: number, words: Words): string {
  if (worst === undefined) return words.t('tray.tooltip.none')
  if (worst.look.icon === 'fresh') return words.t('tray.tooltip.fresh', { count })
  return words.t('tray.tooltip.trouble', { name: worst.connection.workspace.name, state: worst.look.words })
}

/** A label as Electron's menus read it: there a single `&` is dropped and marks the next letter as the item's key. */
export function menuLabel(text: string): string {
  return text.replaceAll('&', '&&')
}
