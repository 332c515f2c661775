import type { ApiKey, KeyQuery } from '../../../shared/api-key.ts'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import { after, type Instant } from '../../../shared/instant.ts'
import { causeOf, type KeyReminder } from '../../../shared/key-reminder.ts'
import { mayHoldCredentials } from '../../../shared/workspace.ts'
import type { Clock, Timer } from '../session/ports.ts'
import type { Tell } from '../state/app-events.ts'
import type { AccessTo, KeysApi } from './ports.ts'
import { dueReminder, remindersOf, type WantedReminders } from './reminders.ts'

/** Which reminders were told, over restarts. */
export interface ToldReminders {
  list(): Promise<ReadonlySet<string>>
  /** Remembers causes until their keys have ended. */
  add(reminders: readonly KeyReminder[]): Promise<void>
  forgetEndedBefore(moment: Instant): Promise<void>
}

export interface KeyWatchParts {
  api: Pick<KeysApi, 'list'>
  accessTo: AccessTo
  connections: () => readonly Connection[]
  wanted: () => WantedReminders
  told: ToldReminders
  clock: Clock
  timer: Timer
  tell: Tell
  reportBug: (error: unknown) => void
}

/**
 * Knows which keys end soon, so that a person hears of it in time though nobody looks at the window. It asks the
 * workspaces for the soonest ends once an hour, and after keys changed; names and times only, in memory.
 */
export interface KeyWatch {
  start(): Promise<void>
  /** Keys, connections or the wish for reminders changed: asks again in a moment. */
  changed(): void
  /** Somebody is signed in: their keys can be asked for, if they weren't yet. */
  signedIn(id: ConnectionId): void
  /** These were shown to the person. */
  wereTold(reminders: readonly KeyReminder[]): Promise<void>
  close(): void
}

const HOUR_MS = 3_600_000
const SETTLE_MS = 2_000
/** The longest time before an end at which anybody is reminded. */
const AHEAD_MS = 7 * 24 * HOUR_MS
const PAGE = 200
const MOST_PAGES = 5
/** More than this at once say no more than that they are many. */
const MOST_REMINDERS = 50

type Ending = Pick<ApiKey, 'id' | 'name' | 'createdAt' | 'expiresAt'>

export function makeKeyWatch(parts: KeyWatchParts): KeyWatch {
  const { clock, timer, tell } = parts
  const endings = new Map<ConnectionId, readonly Ending[]>()
  /** Told in an earlier run: not again. Those of this run stay, or their notifications would be taken back. */
  let toldBefore: ReadonlySet<string> = new Set()
  let last = ''
  let cancel: (() => void) | undefined
  let isClosed = false
  let isAsking = false
  let wantsAgain = false

  async function ask(connection: Connection): Promise<void> {
    const access = parts.accessTo(connection.id)
    if (!access.ok) return
    const until = after(clock.now(), AHEAD_MS + HOUR_MS)
    const found: Ending[] = []
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query: KeyQuery = { search: '', statuses: ['active', 'expiring'], sort: { field: 'expiresAt', descending: false }, page, size: PAGE }
      const listed = await parts.api.list(access.value, query)
      // What was known stays: a dead network takes no reminder back.
      if (!listed.ok) return
      const soon = listed.value.keys.filter(({ expiresAt }) => expiresAt !== 'never' && expiresAt <= until)
      found.push(...soon.map(({ id, name, createdAt, expiresAt }) => ({ id, name, createdAt, expiresAt })))
      if (soon.length < listed.value.keys.length || listed.value.keys.length < PAGE) break
    }
    endings.set(connection.id, found)
  }

  async function look(): Promise<void> {
    if (isAsking) {
      wantsAgain = true
      return
    }
    isAsking = true
    try {
      const connections = parts.connections()
      for (const id of [...endings.keys()]) if (!connections.some(connection => connection.id === id)) endings.delete(id)
      await Promise.all(connections.filter(isReadable).map(ask))
    } finally {
      isAsking = false
    }
    decide()
    plan(wantsAgain ? SETTLE_MS : HOUR_MS)
    wantsAgain = false
  }

  function decide(): void {
    const now = clock.now()
    const wanted = parts.wanted()
    const due = [...endings].flatMap(([connectionId, keys]) => keys.flatMap((key): KeyReminder[] => {
      const which = dueReminder(key, now, wanted)
      return which === undefined || key.expiresAt === 'never' ? [] : [{ connectionId, keyId: key.id, name: key.name, endsAt: key.expiresAt, which }]
    }))
    const reminders = due.filter(reminder => !toldBefore.has(causeOf(reminder))).toSorted((a, b) => a.endsAt - b.endsAt).slice(0, MOST_REMINDERS)
    const text = JSON.stringify(reminders)
    if (text === last) return
    last = text
    tell({ kind: 'keyRemindersChanged', reminders })
  }

  /** Looks again after `askMs`, and decides in between at the next moment at which some reminder is due or over. */
  function plan(askMs: number): void {
    cancel?.()
    if (isClosed) return
    const now = clock.now()
    const moments = [...endings.values()].flat().flatMap(key => [...remindersOf(key, { week: true, day: true }).map(({ at }) => at), key.expiresAt])
    const next = Math.min(...moments.flatMap(at => (at !== 'never' && at > now ? [at - now] : [])))
    cancel = next < askMs
      ? timer.after(next, () => { decide(); plan(askMs - next) })
      : timer.after(askMs, () => { void look().catch(parts.reportBug) })
  }

  return {
    async start() {
      await parts.told.forgetEndedBefore(clock.now())
      toldBefore = await parts.told.list()
      plan(SETTLE_MS)
    },
    changed: () => { plan(SETTLE_MS) },
    signedIn(id) {
      if (!endings.has(id)) plan(SETTLE_MS)
    },
    wereTold: reminders => parts.told.add(reminders),
    close() {
      isClosed = true
      cancel?.()
    },
  }
}

/** Nobody is signed in for nothing. */
function isReadable({ session, user }: Connection): boolean {
  return session.kind === 'signedIn' && mayHoldCredentials(user.role)
}
