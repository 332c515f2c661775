import type { Input, Output } from '../../../shared/contract.ts'
import { succeed } from '../../../shared/outcome.ts'
import type { KeyFlowParts } from './ports.ts'

/** Deletes a key. One that is gone already is what was wanted. */
export async function deleteKey({ api, accessTo, tell }: KeyFlowParts, { connectionId, keyId }: Input<'deleteKey'>): Promise<Output<'deleteKey'>> {
  const access = accessTo(connectionId)
  if (!access.ok) return access
  const removed = await api.remove(access.value, keyId)
  const isGone = removed.ok || removed.failure.code === 'not_found'
  if (isGone) {
    tell({ kind: 'keyDeleted', connectionId, keyId })
    tell({ kind: 'keysChanged' })
  }
  return isGone ? succeed(null) : removed
}
