import type { Access } from '../http/operation.ts'
import type { ItemKind } from '../items/items.ts'
import type { ScopeId } from '../keys/scopes.ts'
import type { WorkspaceRole } from '../people/roles.ts'

/** Roles that may hold a bearer token; nobody else reaches data. */
export const DATA_ROLES: readonly WorkspaceRole[] = ['owner', 'superAdmin', 'admin']

/** Who passes: these roles with a bearer token, or with a key that has one of the scopes. */
export function dataAccess(anyScope: readonly ScopeId[], item?: { kind: ItemKind; needs: 'collaborator' | 'owner' }): Access {
  return { kind: 'credential', anyScope, roles: DATA_ROLES, ...(item === undefined ? {} : { item }) }
}

/** Scopes that read items of a kind. */
export const READ_SCOPES: Readonly<Record<ItemKind, readonly ScopeId[]>> = {
  account: ['read:accounts', 'read:items'],
  secret: ['read:secrets', 'read:items'],
  collection: ['read:items'],
  integration: ['read:integrations'],
}

export const WRITE_SCOPES: Readonly<Record<ItemKind, readonly ScopeId[]>> = {
  account: ['write:accounts'],
  secret: ['write:secrets'],
  collection: ['write:collections'],
  integration: ['write:integrations'],
}

export const READ_TEAMS: readonly ScopeId[] = ['read:teams', 'read:users']
