import type { ApiKey } from '../../../shared/api-key.ts'
import type { ApiFailure, RotationTrouble } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import type { WorkspaceAccess } from '../api-keys/ports.ts'
import type { Secret } from '../secret.ts'
import type { RotationEvent, Sight } from './next-rotation.ts'
import type { RotationParts } from './ports.ts'
import { isProof, proofPath } from './proof-path.ts'
import { isQuietLongEnough } from './rotation-rules.ts'
import type { RotationBook } from './rotation-book.ts'

type Parts = Pick<RotationParts, 'api' | 'probe' | 'clock' | 'tell'>
type Trouble = ApiFailure | RotationTrouble

/** Calls the workspace with the new key. Nothing but the status comes back. */
export async function proveByCall(parts: Parts, rotation: Rotation, access: WorkspaceAccess, key: Secret): Promise<Outcome<RotationEvent, Trouble>> {
  const path = proofPath(rotation.old.scopes)
  if (path === undefined) return fail({ code: 'unsupported' })
  const from = parts.clock.monotonicMs()
  const answer = await parts.probe.call(access.baseUrl, path, key)
  if (!answer.ok) return answer
  const { status } = answer.value
  if (!isProof(status)) return fail(status === 401 ? { code: 'key_refused' } : { code: 'workspace_failed', status })
  const shown = path.replace(/\?.*$/, '')
  return succeed({ kind: 'proved', proof: { kind: 'call', at: parts.clock.now(), path: shown, status, tookMs: Math.round(parts.clock.monotonicMs() - from) } })
}

/** Asks how both keys stand. */
export async function lookAtBoth({ api, clock }: Parts, rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<RotationEvent, ApiFailure>> {
  const old = sight(await api.read(access, rotation.old.id))
  if (!old.ok) return old
  const successor = rotation.successor === undefined ? succeed<Sight>('gone') : sight(await api.read(access, rotation.successor.id))
  if (!successor.ok) return successor
  return succeed({ kind: 'seen', old: old.value, successor: successor.value, at: clock.now() })
}

function sight(read: Outcome<ApiKey, ApiFailure>): Outcome<Sight, ApiFailure> {
  if (read.ok) return read
  return read.failure.code === 'not_found' ? succeed('gone') : read
}

/** Looks once more, and deletes the old key where it is still silent, or the person insists. */
export async function deleteOld(parts: Parts, book: RotationBook, id: string, access: WorkspaceAccess): Promise<Outcome<null, ApiFailure>> {
  const before = book.get(id)
  if (before === undefined) return succeed(null)
  const looked = await lookAtBoth(parts, before, access)
  if (!looked.ok) return looked
  const rotation = await book.apply(id, looked.value)
  if (rotation?.phase !== 'deleting' || !(rotation.isInsisted || isQuietLongEnough(rotation))) return succeed(null)
  const removed = await parts.api.remove(access, rotation.old.id)
  if (!removed.ok && removed.failure.code !== 'not_found') return removed
  await book.apply(id, { kind: 'oldEnded', end: { at: parts.clock.now(), how: removed.ok ? 'deleted' : 'deletedElsewhere' } })
  parts.tell({ kind: 'keyDeleted', connectionId: rotation.connectionId, keyId: rotation.old.id })
  parts.tell({ kind: 'keysChanged' })
  return succeed(null)
}

/** Gives the new key the name of the old one. Where that can't be, it keeps its own: the exchange itself is done. */
export async function takeName({ api, clock, tell }: Parts, rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<RotationEvent, ApiFailure>> {
  const { successor, old } = rotation
  const named = (name: string): RotationEvent => ({ kind: 'named', name, at: clock.now() })
  if (successor === undefined) return succeed(named(old.name))
  const changed = await api.change(access, successor.id, { name: old.name })
  tell({ kind: 'keysChanged' })
  if (changed.ok) return succeed(named(changed.value.name))
  const isFinal = changed.failure.code === 'name_taken' || changed.failure.code === 'not_found' || changed.failure.code === 'invalid_input'
  return isFinal ? succeed(named(successor.name)) : changed
}
