import type { Input, Output } from '../../../shared/contract.ts'
import type { KeyFlowParts } from './ports.ts'

/** Renames a key or changes its scopes; what isn't named stays. */
export async function changeKey({ api, accessTo, tell }: KeyFlowParts, { connectionId, keyId, name, scopes }: Input<'changeKey'>): Promise<Output<'changeKey'>> {
  const access = accessTo(connectionId)
  if (!access.ok) return access
  const changed = await api.change(access.value, keyId, { ...(name === undefined ? {} : { name }), ...(scopes === undefined ? {} : { scopes }) })
  if (changed.ok) tell({ kind: 'keysChanged' })
  return changed
}
