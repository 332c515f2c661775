import { z } from 'zod'

export type ScopeAccess = 'read' | 'write' | 'delete'
export interface Scope { id: ScopeId; title: string; description: string; resource: string; access: ScopeAccess }

export const ScopeId = z.enum([
  'read:activities', 'read:items', 'read:accounts', 'read:secrets', 'read:users', 'read:teams', 'read:integrations',
  'read:automations', 'read:vaults', 'write:accounts', 'write:secrets', 'write:users', 'write:teams', 'write:collections',
  'write:integrations', 'write:automations', 'delete:teams',
])
export type ScopeId = z.infer<typeof ScopeId>

const scope = (id: ScopeId, title: string, description: string): Scope => {
  const [access, resource] = id.split(':') as [ScopeAccess, string]
  return { id, title, description, resource, access }
}

/** What a key may be allowed here. Identifiers are fixed for good: keys carry them. */
export const SCOPES: readonly Scope[] = [
  scope('read:activities', 'Read activities', 'Reads who did what and when.'),
  scope('read:items', 'Read items', 'Reads accounts, secrets and collections.'),
  scope('read:accounts', 'Read accounts', 'Reads accounts, and who may use them.'),
  scope('read:secrets', 'Read secrets', 'Reads secrets and their values.'),
  scope('read:users', 'Read users', 'Reads users and teams.'),
  scope('read:teams', 'Read teams', 'Reads teams and their members.'),
  scope('read:integrations', 'Read integrations', 'Reads integrations and their entitlements.'),
  scope('read:automations', 'Read automated jobs', 'Reads the state of automated jobs.'),
  scope('read:vaults', 'Read vaults', 'Reads vaults.'),
  scope('write:accounts', 'Write accounts', 'Changes accounts, and who may use them.'),
  scope('write:secrets', 'Write secrets', 'Stores and deletes secrets.'),
  scope('write:users', 'Write users', 'Adds, changes and removes users.'),
  scope('write:teams', 'Write teams', 'Adds and changes self-managed teams and their members.'),
  scope('write:collections', 'Write collections', 'Adds and changes collections, and what is in them.'),
  scope('write:integrations', 'Write integrations', 'Changes integrations and entitlements.'),
  scope('write:automations', 'Write automated jobs', 'Starts automated jobs: inviting to and removing from an application.'),
  scope('delete:teams', 'Delete teams', 'Deletes self-managed teams.'),
]
