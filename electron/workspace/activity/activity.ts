import { z } from 'zod'

/** What the log can tell. Past tense: each is a fact. */
export const ActivityAction = z.enum([
  'ownerCreated', 'signedIn', 'signInRefused', 'sessionsEnded', 'userInvited', 'userJoined', 'userChanged', 'userRoleChanged', 'userRemoved',
  'keyGenerated', 'keyRenamed', 'keyScopesChanged', 'keyRotated', 'keyDeleted', 'keyUsed', 'keyRefused',
  'secretStored', 'secretRead', 'secretDeleted', 'accountChanged', 'accountSecretsRead', 'collectionCreated', 'collectionChanged',
  'itemShared', 'itemUnshared', 'teamCreated', 'teamChanged', 'teamDeleted', 'teamMemberAdded', 'teamMemberRemoved',
  'entitlementsChanged', 'jobStarted', 'jobEnded', 'keysOfKmsRotated',
])
export type ActivityAction = z.infer<typeof ActivityAction>

export type ActivityResult = 'succeeded' | 'refused'

/** One thing that happened. `details` holds names and numbers, never a secret. */
export interface Activity {
  action: ActivityAction
  result: ActivityResult
  actorId?: string | undefined
  actorEmail?: string | undefined
  targetType?: string | undefined
  targetId?: string | undefined
  requestId?: string | undefined
  details?: Readonly<Record<string, unknown>>
}

export interface RecordedActivity extends Activity {
  id: string
  seq: number
  at: number
}
