import { z } from 'zod'

/** Roles in a workspace, most powerful first. */
export const WorkspaceRole = z.enum(['owner', 'superAdmin', 'admin', 'user', 'guest'])
export type WorkspaceRole = z.infer<typeof WorkspaceRole>

/** Roles on one item. */
export const ItemRole = z.enum(['owner', 'collaborator'])
export type ItemRole = z.infer<typeof ItemRole>

/** Whether a role may take a bearer token and generate keys. */
export function mayHoldCredentials(role: WorkspaceRole): boolean {
  return role === 'owner' || role === 'superAdmin' || role === 'admin'
}

/** How a role is called in words. */
export const ROLE_WORDS: Readonly<Record<WorkspaceRole, string>> = {
  owner: 'Owner', superAdmin: 'Super Admin', admin: 'Admin', user: 'User', guest: 'Guest',
}
