import { z } from 'zod'
import { Scope } from './scope.ts'

/** Roles that a person can have in a workspace, most powerful first. */
export const WorkspaceRole = z.enum(['owner', 'superAdmin', 'admin', 'user', 'guest'])
export type WorkspaceRole = z.infer<typeof WorkspaceRole>

/** Whether this role may take a bearer token and generate keys (Owner, Super Admin and Admin may). */
export function mayHoldCredentials(role: WorkspaceRole): boolean {
  return role === 'owner' || role === 'superAdmin' || role === 'admin'
}

/** A workspace as its own `GET /workspace` describes it, and where it answers. */
export const Workspace = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  /** Ends in `/api/v1`, without a slash after it. */
  baseUrl: z.url(),
  issuer: z.url(),
  clientId: z.string(),
  bearerTokenLifetimeSeconds: z.number(),
  scopes: z.array(Scope),
  features: z.array(z.string()),
  /** The service that Latchkey itself runs on this computer. */
  isEmbedded: z.boolean(),
})
export type Workspace = z.infer<typeof Workspace>

/** Who is signed in. */
export const WorkspaceUser = z.strictObject({ id: z.string(), email: z.string(), name: z.string(), role: WorkspaceRole })
export type WorkspaceUser = z.infer<typeof WorkspaceUser>
