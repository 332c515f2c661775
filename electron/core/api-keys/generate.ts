import type { Input, Output } from '../../../shared/contract.ts'
import { fail, succeed } from '../../../shared/outcome.ts'
import { expiresAt } from './expiry-choice.ts'
import type { KeyFlowParts } from './ports.ts'
import type { Reveals } from './reveals.ts'

/** Makes a key and holds its text for the one showing. The same `attemptId` again makes no second key. */
export async function generateKey({ api, accessTo, clock, tell }: KeyFlowParts, reveals: Reveals, input: Input<'generateKey'>): Promise<Output<'generateKey'>> {
  const access = accessTo(input.connectionId)
  if (!access.ok) return access
  const end = expiresAt(input.expiry, clock.now())
  if (!end.ok) return fail(end.failure)
  const { name, scopes } = input
  const fresh = await api.generate(access.value, input.attemptId, { name, scopes, expiresAt: end.value })
  if (!fresh.ok) return fresh
  tell({ kind: 'keysChanged' })
  return succeed(reveals.hold(input.connectionId, fresh.value))
}
