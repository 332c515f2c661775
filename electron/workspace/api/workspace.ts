import { z } from 'zod'
import { single } from '../http/envelope.ts'
import { operation, type Operation } from '../http/operation.ts'
import { SCOPES, ScopeId } from '../keys/scopes.ts'
import { WorkspaceRole } from '../people/roles.ts'
import { resourceOf, singleOf } from './answers.ts'

export interface WorkspaceFacts {
  id: string
  name: string
  slug: string
  issuer: string
  clientId: string
  bearerTokenLifetime: number
}

/** What this workspace offers beyond the contract's core; the app hides what isn't named. */
export const FEATURES: readonly string[] = ['rotate', 'secrets', 'activities']

const WorkspaceResource = resourceOf('workspace', z.strictObject({
  name: z.string(), slug: z.string(), issuer: z.url(), clientId: z.string(), bearerTokenLifetime: z.int(),
  scopes: z.array(z.strictObject({
    id: ScopeId, title: z.string(), description: z.string(), resource: z.string(), access: z.enum(['read', 'write', 'delete']),
  })),
  features: z.array(z.string()),
}))

const UserResource = resourceOf('user', z.strictObject({ email: z.string(), name: z.string(), workspaceRole: WorkspaceRole }))

export function workspaceOperations(facts: WorkspaceFacts): Operation[] {
  const { id, ...attributes } = facts
  return [
    operation({
      id: 'readWorkspace', method: 'GET', path: '/workspace', summary: 'Names the workspace, its OpenID provider and its scopes',
      access: { kind: 'public' }, answers: { 200: singleOf(WorkspaceResource) },
      handle: ({ url }) => ({
        status: 200,
        body: single({
          id, type: 'workspace', attributes: { ...attributes, scopes: SCOPES, features: FEATURES },
        }, url.toString()),
      }),
    }),
    operation({
      id: 'readMe', method: 'GET', path: '/me', summary: 'Tells who the bearer token belongs to',
      access: { kind: 'credential', anyScope: [], roles: WorkspaceRole.options }, answers: { 200: singleOf(UserResource) },
      handle: ({ caller, url }) => ({
        status: 200,
        body: single({
          id: caller.person.id, type: 'user',
          attributes: { email: caller.person.email, name: caller.person.name, workspaceRole: caller.person.role },
        }, url.toString()),
      }),
    }),
  ]
}
