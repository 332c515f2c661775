import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { ApiFailure, PublicationFailure, RefreshFailure, SignInFailure } from './failures.ts'
import { Instant } from './instant.ts'

/** What this machine itself did or noticed, in the past tense. */
export const ActivityKind = z.enum([
  'signedIn', 'signInFailed', 'signedOut', 'sessionEnded', 'tokenRefreshed', 'refreshFailed', 'tokenCopied',
  'filePublished', 'publicationFailed', 'fileChangedOutside', 'profileRenamed', 'defaultChanged',
  'keyGenerated', 'keyChanged', 'keyRotated', 'keyDeleted', 'keyCopied', 'keyStored', 'keySaved',
])
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
export const WorkspaceAction = z.enum([
  'ownerCreated', 'signedIn', 'signInRefused', 'sessionsEnded', 'userInvited', 'userJoined', 'userChanged', 'userRoleChanged', 'userRemoved',
  'keyGenerated', 'keyRenamed', 'keyScopesChanged', 'keyRotated', 'keyDeleted', 'keyUsed', 'keyRefused',
  'secretStored', 'secretRead', 'secretDeleted', 'accountChanged', 'accountSecretsRead', 'collectionCreated', 'collectionChanged',
  'itemShared', 'itemUnshared', 'teamCreated', 'teamChanged', 'teamDeleted', 'teamMemberAdded', 'teamMemberRemoved',
  'entitlementsChanged', 'jobStarted', 'jobEnded', 'keysOfKmsRotated',
])
export type WorkspaceAction = z.infer<typeof WorkspaceAction>

/** What a person asks for when they ask what happened. */
export const ActivityGroup = z.enum(['signIns', 'tokens', 'keys', 'file', 'items', 'people'])
export type ActivityGroup = z.infer<typeof ActivityGroup>

/** What of this machine belongs to each group. */
export const MACHINE_GROUPS: Readonly<Record<ActivityGroup, readonly ActivityKind[]>> = {
  signIns: ['signedIn', 'signInFailed', 'signedOut', 'sessionEnded'],
  tokens: ['tokenRefreshed', 'refreshFailed', 'tokenCopied'],
  keys: ['keyGenerated', 'keyChanged', 'keyRotated', 'keyDeleted', 'keyCopied', 'keyStored', 'keySaved'],
  file: ['filePublished', 'publicationFailed', 'fileChangedOutside', 'profileRenamed', 'defaultChanged'],
  items: [],
  people: [],
}

/** What of a workspace belongs to each group. */
export const WORKSPACE_GROUPS: Readonly<Record<ActivityGroup, readonly WorkspaceAction[]>> = {
  signIns: ['ownerCreated', 'signedIn', 'signInRefused', 'sessionsEnded'],
  tokens: [],
  keys: ['keyGenerated', 'keyRenamed', 'keyScopesChanged', 'keyRotated', 'keyDeleted', 'keyUsed', 'keyRefused'],
  file: [],
  items: [
    'secretStored', 'secretRead', 'secretDeleted', 'accountChanged', 'accountSecretsRead', 'collectionCreated', 'collectionChanged', 'itemShared', 'itemUnshared',
    'entitlementsChanged', 'jobStarted', 'jobEnded', 'keysOfKmsRotated',
  ],
  people: ['userInvited', 'userJoined', 'userChanged', 'userRoleChanged', 'userRemoved', 'teamCreated', 'teamChanged', 'teamDeleted', 'teamMemberAdded', 'teamMemberRemoved'],
}

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
  groups: z.array(ActivityGroup).max(6),
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
