import { z } from 'zod'

/** What a scope lets a key do to its resource. */
export const ScopeAccess = z.enum(['read', 'write', 'delete'])
export type ScopeAccess = z.infer<typeof ScopeAccess>

/** A scope as the workspace lists it. The list comes from the workspace, never from a constant of ours. */
export const Scope = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  resource: z.string(),
  access: ScopeAccess,
})
export type Scope = z.infer<typeof Scope>
