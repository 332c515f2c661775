import type { ItemKind } from '../items/items.ts'
import type { ScopeId } from '../keys/scopes.ts'
import type { WorkspaceRole } from '../people/roles.ts'

/** What a credential must be able to do: see `Access` in operation.ts. */
export interface CredentialAccess {
  kind: 'credential'
  anyScope: readonly ScopeId[]
  roles: readonly WorkspaceRole[]
  item?: { kind: ItemKind; needs: 'collaborator' | 'owner' }
}
