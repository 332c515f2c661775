import type { Input, Output } from '../../../shared/contract.ts'
import { succeed } from '../../../shared/outcome.ts'
import type { KeyFlowParts } from './ports.ts'
import type { Reveals } from './reveals.ts'

/** Makes a successor with the same name and scopes; the old key lives on for `overlapSeconds`. */
export async function rotateKey({ api, accessTo, clock, tell }: KeyFlowParts, reveals: Reveals, input: Input<'rotateKey'>): Promise<Output<'rotateKey'>> {
  const access = accessTo(input.connectionId)
  if (!access.ok) return access
  const fresh = await api.rotate(access.value, input.attemptId, input.keyId, input.overlapSeconds)
  if (!fresh.ok) return fresh
  tell({ kind: 'keyMade', key: { connectionId: input.connectionId, keyId: fresh.value.key.id, name: fresh.value.key.name, madeAt: clock.now() } })
  tell({ kind: 'keysChanged' })
  return succeed(reveals.hold(input.connectionId, fresh.value))
}
