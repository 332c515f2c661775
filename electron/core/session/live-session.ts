import type { KeychainFailure, RefreshFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SessionState, SignInReason } from '../../../shared/session-state.ts'
import type { Secret } from '../secret.ts'
import type { Moment } from './clock-jump.ts'
import type { Deadline } from './deadline.ts'
import type { Held } from './held.ts'
import type { ConnectionRecord } from './ports.ts'

/** What a session is, with what only the core may know of it. */
export type Standing =
  | { kind: 'restoring' }
  | { kind: 'unreadable'; failure: KeychainFailure; retry: Deadline; attempt: number }
  | { kind: 'holding'; held: Held; seenAt: Moment; jitter: number }
  | { kind: 'signInRequired'; reason: SignInReason; since: Instant }

export type Holding = Extract<Standing, { kind: 'holding' }>

/** The last refresh failed: when to try again, and why. */
export interface Retry {
  deadline: Deadline
  attempt: number
  /** How many of the last tries in a row may have reached the provider. */
  lostAnswers: number
  failure: RefreshFailure
  /** The server named the wait: neither wake nor network shortens it. */
  isOrdered: boolean
}

/** What we know of our section in the credentials file. */
export type FileStanding =
  | { kind: 'unknown' }
  /** Our token stands in it; `where` tells profile, workspace and address apart. */
  | { kind: 'token'; accessToken: Secret; where: string; expiresAt: Instant; at: Instant }
  | { kind: 'withdrawn' }
  /** Somebody took the section or the file away: it is put back when the person says so. */
  | { kind: 'takenAway' }
  /** The section belongs to somebody else. */
  | { kind: 'theirs' }

/** One connected workspace, while the app runs. Its flows change it; everybody else sees the state. */
export interface LiveSession {
  record: ConnectionRecord
  isRecordUnsaved: boolean
  standing: Standing
  isRefreshing: boolean
  retry: Retry | undefined
  lastTryAt: Moment | undefined
  /** When a token was last renewed because a server refused it. */
  refusedAt: Moment | undefined
  /** When name, role and scopes were last asked for. */
  identifiedAt: Moment | undefined
  /** Sealing the newest tokens failed: when to try again. */
  sealRetry: { deadline: Deadline; attempt: number } | undefined
  /** Renewed for the app's own calls while not being kept fresh: such a token doesn't go into the file. */
  isWithheld: boolean
  /** It was told once that this token will die. */
  isDeathTold: boolean
  file: FileStanding
  fileRetry: Deadline | undefined
  /** The person signed out: whatever still runs must leave no trace. */
  isOver: boolean
  told: { session: SessionState; publication: PublicationState }
}

export function makeLiveSession(record: ConnectionRecord, standing: Standing): LiveSession {
  const publication: PublicationState = record.publishedAt === undefined ? { kind: 'unwritten' } : { kind: 'written', at: record.publishedAt }
  return {
    record, standing, isRecordUnsaved: false, isRefreshing: false, retry: undefined, lastTryAt: undefined, refusedAt: undefined,
    identifiedAt: undefined, sealRetry: undefined, isWithheld: false, isDeathTold: false, file: { kind: 'unknown' }, fileRetry: undefined, isOver: false,
    told: { session: { kind: 'restoring' }, publication },
  }
}
