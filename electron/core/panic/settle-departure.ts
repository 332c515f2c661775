import type { KeyQuery } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { PanicStanding } from '../../../shared/panic.ts'
import type { WorkspaceAccess } from '../api-keys/ports.ts'
import type { DepartedSession, Revocation } from '../session/departure.ts'
import type { Owed } from '../session/ports.ts'
import type { OpenReceipt } from './open-receipt.ts'
import type { PanicPorts } from './ports.ts'

type KeyPorts = Pick<PanicPorts, 'api' | 'tell'>

/**
 * Does with one session what a panic owes: its section out of the file, its keys deleted, itself revoked, and last its
 * entry out of the keychain. Each part that is done is done once: a second call goes on where the first one stopped.
 *
 * @returns whether something is left for another try
 */
export async function settleDeparture(ports: KeyPorts, receipt: OpenReceipt, departed: DepartedSession): Promise<boolean> {
  const { id: connectionId } = departed.record
  await removeSection(receipt, departed)
  const { keys, allKeys } = await deleteKeys(ports, receipt, departed)
  if (keys.length > 0 || allKeys) {
    // With the session revoked, nothing could delete them any more.
    receipt.note({ kind: 'session', connectionId }, { kind: 'queued', why: 'unreachable' })
    receipt.note({ kind: 'keychain', connectionId }, { kind: 'queued', why: 'unreachable' })
    return true
  }
  return endSession(receipt, departed)
}

async function removeSection(receipt: OpenReceipt, departed: DepartedSession): Promise<void> {
  const line = { kind: 'section', connectionId: departed.record.id } as const
  if ((await departed.removeSection()).ok) receipt.done(line)
  else receipt.note(line, { kind: 'queued', why: 'file' })
}

/** Gives what is still owed of the keys. */
async function deleteKeys(ports: KeyPorts, receipt: OpenReceipt, departed: DepartedSession): Promise<Owed> {
  let owed = departed.record.owed ?? { keys: [], allKeys: false }
  if (owed.keys.length === 0 && !owed.allKeys) return owed
  const connectionId = departed.record.id
  const access: WorkspaceAccess = { baseUrl: await departed.baseUrl(), token: departed.token, renew: departed.renew }
  if (owed.allKeys) {
    const listed = await listAll(ports, access)
    if (!listed.ok) {
      const standing = standingAfter(listed.failure)
      receipt.note({ kind: 'allKeys', connectionId }, standing)
      if (standing.kind === 'queued') return owed
      await departed.owe({ keys: [], allKeys: false })
      return { keys: [], allKeys: false }
    }
    receipt.listed(departed, listed.value)
    owed = { keys: listed.value, allKeys: false }
    await departed.owe(owed)
  }
  const left = await deleteEach(ports, receipt, connectionId, access, owed.keys)
  ports.tell({ kind: 'keysChanged' })
  await departed.owe({ keys: left, allKeys: false })
  return { keys: left, allKeys: false }
}

/** Gives those that wait for another try. */
async function deleteEach(ports: KeyPorts, receipt: OpenReceipt, connectionId: ConnectionId, access: WorkspaceAccess, keys: Owed['keys']): Promise<Owed['keys']> {
  const left: Owed['keys'] = []
  /** What stopped the last one would stop each of those after it, and each would wait for it anew. */
  let stopped: PanicStanding | undefined
  for (const key of keys) {
    const line = { kind: 'key', connectionId, keyId: key.keyId } as const
    const standing = stopped ?? (await deleteOne(ports, access, key.keyId))
    if (standing === undefined) {
      receipt.done(line)
      ports.tell({ kind: 'keyDeleted', connectionId, keyId: key.keyId })
      continue
    }
    receipt.note(line, standing)
    if (standing.kind === 'queued') left.push(key)
    if (standing.kind === 'queued' || standing.kind === 'failed' && standing.why === 'no_session') stopped = standing
  }
  return left
}

/** `undefined` for a key that is gone, by this or before. */
async function deleteOne({ api }: KeyPorts, access: WorkspaceAccess, keyId: string): Promise<PanicStanding | undefined> {
  const removed = await api.remove(access, keyId)
  return removed.ok || removed.failure.code === 'not_found' ? undefined : standingAfter(removed.failure)
}

const ALL: Omit<KeyQuery, 'page'> = { search: '', statuses: ['active', 'expiring'], sort: { field: 'createdAt', descending: false }, size: 500 }
const MOST_PAGES = 400

async function listAll({ api }: KeyPorts, access: WorkspaceAccess): Promise<Outcome<Owed['keys'], ApiFailure>> {
  const keys: Owed['keys'] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await api.list(access, { ...ALL, page })
    if (!answer.ok) return fail(answer.failure)
    keys.push(...answer.value.keys.map(({ id, name }) => ({ keyId: id, name })))
    if (keys.length >= answer.value.total || answer.value.keys.length === 0) break
  }
  return succeed(keys)
}

const UNREACHED: readonly ApiFailure['code'][] = [
  'workspace_unreachable', 'provider_unreachable', 'provider_answer_unusable', 'workspace_failed', 'rate_limited', 'refresh_lock_held', 'clock_wrong',
]
const OF_SESSION: readonly ApiFailure['code'][] = ['sign_in_required', 'no_such_connection', 'grant_refused']

/** Whether another try may help, by what went wrong. */
export function standingAfter({ code }: ApiFailure): PanicStanding {
  if (UNREACHED.includes(code)) return { kind: 'queued', why: 'unreachable' }
  if (code.startsWith('keychain_') || code === 'session_not_saved') return { kind: 'queued', why: 'keychain' }
  return { kind: 'failed', why: OF_SESSION.includes(code) ? 'no_session' : 'refused' }
}

async function endSession(receipt: OpenReceipt, departed: DepartedSession): Promise<boolean> {
  const { id: connectionId } = departed.record
  const session = { kind: 'session', connectionId } as const
  const keychain = { kind: 'keychain', connectionId } as const
  const revocation = await departed.revoke()
  if (revocation === 'unreachable' || revocation === 'keychain') {
    receipt.note(session, { kind: 'queued', why: revocation })
    receipt.note(keychain, { kind: 'queued', why: revocation })
    return true
  }
  noteRevocation(receipt, session, revocation)
  const isForgotten = await departed.forget()
  if (isForgotten) receipt.done(keychain)
  else receipt.note(keychain, { kind: 'queued', why: 'keychain' })
  // The record stays while a section still stands in the file.
  return !isForgotten || departed.record.publishedAt !== undefined
}

function noteRevocation(receipt: OpenReceipt, line: Parameters<OpenReceipt['note']>[0], revocation: Extract<Revocation, 'revoked' | 'nothing_to_revoke' | 'no_revocation'>): void {
  if (revocation === 'no_revocation') receipt.note(line, { kind: 'failed', why: 'no_revocation' })
  else receipt.done(line)
}
