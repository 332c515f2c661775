import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { MadeKey, PanicItem, PanicKeys, PanicReceipt, PanicStanding, PanicSubject } from '../../../shared/panic.ts'
import type { Owed } from '../session/ports.ts'

/** What a panic will do to one connection, decided before anything is done. */
export interface PlannedDeparture {
  id: ConnectionId
  owed: Owed
}

export interface PanicPlan {
  departures: PlannedDeparture[]
  receipt: PanicReceipt
}

const WAITING: PanicStanding = { kind: 'waiting' }

/**
 * What a panic will do, and the receipt that it fills: what is quickest and hurts most comes first (the clipboard, the
 * file), what needs a network after that, the keychain last, since the tokens in it are what keys and session are taken
 * back with.
 */
export function panicPlan(wish: PanicKeys, connections: readonly Connection[], madeKeys: readonly MadeKey[], now: Instant): PanicPlan {
  const departures = connections.map(({ id }) => ({ id, owed: owedFor(wish, id, madeKeys) }))
  const subjects = connections.flatMap((connection, index) => subjectsOf(connection, departures[index]?.owed ?? { keys: [], allKeys: false }))
  const items: PanicItem[] = [{ subject: { kind: 'clipboard' }, standing: WAITING }, ...subjects]
  return { departures, receipt: { startedAt: now, items: items.toSorted((a, b) => ORDER.indexOf(a.subject.kind) - ORDER.indexOf(b.subject.kind)) } }
}

const ORDER: readonly PanicSubject['kind'][] = ['clipboard', 'section', 'allKeys', 'key', 'session', 'keychain']

function owedFor(wish: PanicKeys, id: ConnectionId, madeKeys: readonly MadeKey[]): Owed {
  const ofThis = <K extends { connectionId: ConnectionId; keyId: string; name: string }>(keys: readonly K[]) =>
    keys.filter(key => key.connectionId === id).map(({ keyId, name }) => ({ keyId, name }))
  switch (wish.kind) {
    case 'none':
      return { keys: [], allKeys: false }
    case 'madeHere':
      return { keys: ofThis(madeKeys), allKeys: false }
    case 'chosen':
      return { keys: ofThis(wish.keys), allKeys: false }
    case 'mine':
      return { keys: [], allKeys: true }
  }
}

function subjectsOf({ id, profile, workspace }: Connection, owed: Owed): PanicItem[] {
  const of = (subject: PanicSubject): PanicItem => ({ connectionId: id, subject, standing: WAITING })
  return [
    of({ kind: 'section', profile }),
    ...(owed.allKeys ? [of({ kind: 'allKeys', workspace: workspace.name })] : []),
    ...owed.keys.map(key => of({ kind: 'key', workspace: workspace.name, ...key })),
    of({ kind: 'session', workspace: workspace.name }),
    of({ kind: 'keychain', workspace: workspace.name }),
  ]
}

/** Which line of a receipt. */
export interface Line {
  kind: PanicSubject['kind']
  connectionId?: ConnectionId
  keyId?: string
}

function isLine(item: PanicItem, line: Line): boolean {
  return item.subject.kind === line.kind && item.connectionId === line.connectionId && (item.subject.kind !== 'key' || line.keyId === undefined || item.subject.keyId === line.keyId)
}

/** The receipt with another standing on one line. What is done keeps the time at which it was. */
export function withStanding(receipt: PanicReceipt, line: Line, standing: PanicStanding): PanicReceipt {
  return { ...receipt, items: receipt.items.map(item => (isLine(item, line) && item.standing.kind !== 'done' ? { ...item, standing } : item)) }
}

/** The receipt once all keys of a person are listed: a line for each in place of the one that stood for them. */
export function withListedKeys(receipt: PanicReceipt, connectionId: ConnectionId, workspace: string, keys: Owed['keys'], at: Instant): PanicReceipt {
  return {
    ...receipt,
    items: receipt.items.flatMap((item): PanicItem[] => {
      if (!isLine(item, { kind: 'allKeys', connectionId })) return [item]
      const listed: PanicItem = { ...item, standing: { kind: 'done', at } }
      return keys.length === 0 ? [listed] : keys.map(key => ({ connectionId, subject: { kind: 'key', workspace, ...key }, standing: WAITING }))
    }),
  }
}

/** Whether a line waits for another try. */
export function isQueued({ standing }: PanicItem): boolean {
  return standing.kind === 'queued' || standing.kind === 'waiting'
}

/** What never came to be in two weeks is told as such. */
export function givenUp(receipt: PanicReceipt): PanicReceipt {
  return { ...receipt, items: receipt.items.map(item => (isQueued(item) ? { ...item, standing: { kind: 'failed', why: 'gave_up' } } : item)) }
}
