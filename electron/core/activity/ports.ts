import type { Activity, ActivityKind, TimelineEntry, WorkspaceAction } from '../../../shared/activity.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { WorkspaceAccess } from '../api-keys/ports.ts'

/** A stretch of time, newest first. */
export interface Stretch {
  from: Instant | undefined
  /** Not included. */
  before: Instant | undefined
  /** At most so many. */
  limit: number
}

/** This machine's own activity, kept on its disk. */
export interface ActivityLog {
  append(entry: Omit<Activity, 'id'>): Promise<void>
  /** Entries newest first; all connections unless one is named. */
  page(asked: Stretch & { kinds: readonly ActivityKind[]; connectionId: ConnectionId | undefined }): Promise<Activity[]>
}

export type WorkspaceEntry = Omit<Extract<TimelineEntry, { from: 'workspace' }>, 'connectionId'>

/** A workspace's own log. */
export interface ActivitiesApi {
  /** `actions`: none stands for all. */
  page(access: WorkspaceAccess, asked: Stretch & { actions: readonly WorkspaceAction[] }): Promise<Outcome<WorkspaceEntry[], ApiFailure>>
  /** What it tells of one key, newest first, at most `limit`. */
  ofKey(access: WorkspaceAccess, keyId: string, limit: number): Promise<Outcome<WorkspaceEntry[], ApiFailure>>
}
