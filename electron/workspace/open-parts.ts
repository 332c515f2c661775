import { openActivityLog } from './activity/activity-log.ts'
import type { Parts } from './api/parts.ts'
import { openIntegrationUsers } from './items/integration-users.ts'
import { openItems } from './items/items.ts'
import { openTeams } from './items/teams.ts'
import { openVaults } from './items/vaults.ts'
import { openApiKeys } from './keys/api-keys.ts'
import { openKeyList } from './keys/key-list.ts'
import { openKeyUse } from './keys/key-use.ts'
import { openRepeatableRequests } from './keys/repeatable-requests.ts'
import { openOidcRecords, type OidcRecords } from './oidc/oidc-records.ts'
import type { Store } from './open-store.ts'
import { openInvitations } from './people/invitations.ts'
import { openMembership } from './people/membership.ts'
import { openPeople } from './people/people.ts'
import { openGroupCommit } from './storage/group-commit.ts'
import { openKeep } from './storage/kept.ts'

/** Makes everything that works on the store. Nothing here listens or waits. */
export function openParts({ database, vault }: Store, refreshGrace: number, now: () => number): Parts & { records: OidcRecords } {
  const keep = openKeep(database)
  const people = openPeople(database, keep, now)
  const apiKeys = openApiKeys(database, vault, keep, now)
  const items = openItems(database, vault, now)
  const teams = openTeams(database, now)
  const records = openOidcRecords(database, vault, now, refreshGrace)
  // Immediate: a transaction that reads first and writes then would fail, not wait, where another process wrote between.
  const atomically = <T>(work: () => T): T => database.transaction(work).immediate()
  const invitations = openInvitations(database, vault, now)
  const membership = openMembership({
    people, apiKeys, items, teams, atomically, invitations,
    endSessionsOf: personId => void records.endAllOf(personId),
  })
  return {
    people, apiKeys, items, teams, records, membership, atomically, atomicallyWithOthers: openGroupCommit(database), now,
    keyList: openKeyList(database, vault, apiKeys, keep, now),
    keyUse: openKeyUse(apiKeys, now),
    repeatable: openRepeatableRequests(database, vault, now), vaults: openVaults(database, now),
    integrationUsers: openIntegrationUsers(database, now), log: openActivityLog(database, vault, now),
  }
}
