import type { ConnectionId } from '../../../shared/connection.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import { momentOf, type Moment } from './clock-jump.ts'
import type { LiveSession } from './live-session.ts'
import type { ConnectionRecord } from './ports.ts'
import type { SessionPorts } from './session-ports.ts'
import { viewOf } from './session-view.ts'

/** What is so around all sessions. */
export interface Circumstances {
  isScreenLocked: boolean
  /** Between *about to sleep* and *awake*: a rotation begun now might be cut off in the middle. */
  fallingAsleepSince: Moment | undefined
}

/** The sessions of this machine, and the one place that tells of them. */
export interface SessionBook {
  circumstances: Circumstances
  all(): LiveSession[]
  find(id: ConnectionId): LiveSession | undefined
  /** Takes it in and tells of it. */
  add(live: LiveSession): void
  remove(live: LiveSession): void
  /** Tells how the session stands, where that changed. */
  show(live: LiveSession): void
  /** Tells it again although nothing changed but the time, for whoever warns of a dying token. */
  showAgain(live: LiveSession): void
  showPublication(live: LiveSession, publication: PublicationState): void
  /** Changes what is remembered between starts. A record that can't be written now is written later. */
  keepRecord(live: LiveSession, change: Partial<ConnectionRecord>): Promise<void>
}

type BookPorts = Pick<SessionPorts, 'clock' | 'tell' | 'records' | 'reportBug'>

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

export function makeSessionBook(ports: BookPorts): SessionBook {
  const lives = new Map<ConnectionId, LiveSession>()
  const circumstances: Circumstances = { isScreenLocked: false, fallingAsleepSince: undefined }
  // A connection that is still being made is told of when it is complete.
  const isKnown = (live: LiveSession) => !live.isOver && lives.get(live.record.id) === live
  const tellSession = (live: LiveSession, session: SessionState) => {
    live.told.session = session
    if (isKnown(live)) ports.tell({ kind: 'sessionChanged', id: live.record.id, session })
  }
  return {
    circumstances,
    all: () => [...lives.values()],
    find: id => lives.get(id),
    add(live) {
      const { id, workspace, user, profile, keepFresh, browserId } = live.record
      lives.set(id, live)
      live.told.session = viewOf(live, momentOf(ports.clock), circumstances.isScreenLocked)
      ports.tell({ kind: 'connectionAdded', connection: { id, workspace, user, profile, keepFresh, ...(browserId === undefined ? {} : { browserId }), ...live.told } })
    },
    remove(live) {
      lives.delete(live.record.id)
      ports.tell({ kind: 'connectionRemoved', id: live.record.id })
    },
    show(live) {
      const session = viewOf(live, momentOf(ports.clock), circumstances.isScreenLocked)
      if (!same(session, live.told.session)) tellSession(live, session)
    },
    showAgain(live) {
      tellSession(live, viewOf(live, momentOf(ports.clock), circumstances.isScreenLocked))
    },
    showPublication(live, publication) {
      if (same(publication, live.told.publication)) return
      live.told.publication = publication
      if (isKnown(live)) ports.tell({ kind: 'publicationChanged', id: live.record.id, publication })
    },
    async keepRecord(live, change) {
      live.record = { ...live.record, ...change }
      live.isRecordUnsaved = true
      if (live.isOver) return
      try {
        await ports.records.keep(live.record)
        live.isRecordUnsaved = false
      } catch (error) {
        ports.reportBug(error)
      }
    },
  }
}
