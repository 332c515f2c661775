import { z } from 'zod'
import { ACTIVITY_GROUPS, MACHINE_GROUPS, WORKSPACE_GROUPS } from './activity-groups.ts'
import { ConnectionId } from './connection.ts'
import { ApiFailure, PublicationFailure, RefreshFailure, SignInFailure } from './failures.ts'
import { Instant } from './instant.ts'

/** What this machine itself did or noticed, in the past tense. */
export const ActivityKind = z.enum(Object.values(MACHINE_GROUPS).flat())
export type ActivityKind = z.infer<typeof ActivityKind>

/**
 * One entry of this machine's own activity. `about` names what it was about: a key, a profile, a workspace; for something
 * that failed its failure as JSON. Never a secret.
 */
export const Activity = z.strictObject({
  id: z.int().positive(),
  at: Instant,
  kind: ActivityKind,
  connectionId: ConnectionId.optional(),
  about: z.string().max(200).optional(),
})
export type Activity = z.infer<typeof Activity>

/** What a workspace's log can tell (`GET /activities`). A newer workspace may tell more. */
export const WorkspaceAction = z.enum(Object.values(WORKSPACE_GROUPS).flat())
export type WorkspaceAction = z.infer<typeof WorkspaceAction>

const entry = {
  /** Unlike any other's, whoever told it. */
  id: z.string().max(200),
  at: Instant,
  connectionId: ConnectionId.optional(),
  about: z.string().max(200).optional(),
}

/** One line of the timeline: told by this machine, or by a workspace. */
export const TimelineEntry = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('machine'), ...entry, did: ActivityKind, failure: z.union([SignInFailure, RefreshFailure, PublicationFailure]).optional() }),
  z.strictObject({
    from: z.literal('workspace'), ...entry,
    /** `undefined` for what this version doesn't know. */
    did: WorkspaceAction.optional(),
    isRefused: z.boolean(),
    /** Who did it, by e-mail address, where the workspace says so. */
    who: z.string().max(320).optional(),
    /** How often, where uses are counted together. */
    count: z.int().positive().optional(),
  }),
])
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** Whose log: all there are, one workspace and what this machine did with it, or this machine alone. */
export const TimelineQuery = z.strictObject({
  of: z.union([z.enum(['all', 'machine']), ConnectionId]),
  /** None stands for all. */
  groups: z.array(z.enum(ACTIVITY_GROUPS)).max(6),
  /** Not before this. */
  from: Instant.optional(),
  /** Before this: where the page before ended. */
  before: Instant.optional(),
})
export type TimelineQuery = z.infer<typeof TimelineQuery>

export const TimelinePage = z.strictObject({
  /** Newest first. */
  entries: z.array(TimelineEntry),
  /** Where the next page begins; none at the end. */
  next: Instant.optional(),
  /** Workspaces whose log could not be read. */
  missing: z.array(z.strictObject({ connectionId: ConnectionId, failure: ApiFailure })),
})
export type TimelinePage = z.infer<typeof TimelinePage>
