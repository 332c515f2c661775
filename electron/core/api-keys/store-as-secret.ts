import type { Input, Output } from '../../../shared/contract.ts'
import { fail } from '../../../shared/outcome.ts'
import type { KeyFlowParts } from './ports.ts'
import type { Reveals } from './reveals.ts'

/** Stores a key that is being shown as a secret of its owner, in the workspace that made it. */
export async function storeRevealedKey({ api, accessTo }: KeyFlowParts, reveals: Reveals, { revealId, name }: Input<'storeRevealedKey'>): Promise<Output<'storeRevealedKey'>> {
  const held = reveals.peek(revealId)
  if (held === undefined) return fail({ code: 'reveal_over' })
  if (held.isDamaged) return fail({ code: 'key_damaged' })
  const access = accessTo(held.connectionId)
  if (!access.ok) return access
  return api.storeSecret(access.value, name, held.plain)
}
