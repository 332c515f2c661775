import type { Activity } from '../activity/activity.ts'
import type { ActivityLog } from '../activity/activity-log.ts'
import type { Call } from '../http/operation.ts'
import type { IntegrationUsers } from '../items/integration-users.ts'
import type { Items } from '../items/items.ts'
import type { Teams } from '../items/teams.ts'
import type { Vaults } from '../items/vaults.ts'
import type { ApiKeys } from '../keys/api-keys.ts'
import type { KeyList } from '../keys/key-list.ts'
import type { KeyUse } from '../keys/key-use.ts'
import type { RepeatableRequests } from '../keys/repeatable-requests.ts'
import type { Membership } from '../people/membership.ts'
import type { People } from '../people/people.ts'
import type { GroupCommit } from '../storage/group-commit.ts'

/** What operations work on. */
export interface Parts {
  people: People
  membership: Membership
  apiKeys: ApiKeys
  keyList: KeyList
  keyUse: KeyUse
  repeatable: RepeatableRequests
  items: Items
  teams: Teams
  vaults: Vaults
  integrationUsers: IntegrationUsers
  log: ActivityLog
  now: () => number
  /** Carries out all or nothing: an act and its entry in the log. */
  atomically: <T>(work: () => T) => T
  /** Likewise, in one wait for the disk with all that comes at once. */
  atomicallyWithOthers: GroupCommit
}

type Noted = Pick<Activity, 'action' | 'targetType' | 'targetId' | 'details'>

/** Writes into the log what the caller of an operation did. */
export function note(parts: Parts, call: Pick<Call<unknown, unknown>, 'caller' | 'requestId'>, noted: Noted): void {
  const { person, by } = call.caller
  const byKey = by.kind === 'apiKey' ? { byApiKey: by.key.id } : {}
  parts.log.append([{
    ...noted, result: 'succeeded', actorId: person.id, actorEmail: person.email, requestId: call.requestId, details: { ...noted.details, ...byKey },
  }])
}
