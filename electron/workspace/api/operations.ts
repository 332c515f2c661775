import type { Operation } from '../http/operation.ts'
import { accountOperations } from './accounts.ts'
import { activityOperations } from './activities.ts'
import { apiKeyOperations } from './api-keys.ts'
import { collectionOperations } from './collections.ts'
import { integrationOperations } from './integrations.ts'
import type { Parts } from './parts.ts'
import { secretOperations } from './secrets.ts'
import { teamOperations } from './teams.ts'
import { userOperations } from './users.ts'
import { vaultOperations } from './vaults.ts'
import { workspaceOperations, type WorkspaceFacts } from './workspace.ts'

/** Every operation of the API. */
export function allOperations(parts: Parts, facts: WorkspaceFacts): Operation[] {
  return [
    ...workspaceOperations(facts), ...apiKeyOperations(parts), ...accountOperations(parts), ...secretOperations(parts),
    ...collectionOperations(parts), ...userOperations(parts), ...teamOperations(parts), ...integrationOperations(parts),
    ...activityOperations(parts), ...vaultOperations(parts),
  ]
}
