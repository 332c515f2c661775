import type { ConnectionId } from '../../../shared/connection.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import type { WorkspaceAccess } from '../api-keys/ports.ts'
import { makeReveals } from '../api-keys/reveals.ts'
import { oneAtATime } from '../session/one-at-a-time.ts'
import type { RotationEvent } from './next-rotation.ts'
import type { RotationParts } from './ports.ts'
import { proofPath } from './proof-path.ts'
import { putKey } from './put-key.ts'
import { connectionOf, makeRotationBook } from './rotation-book.ts'
import { isStillUsed, nextStep } from './rotation-rules.ts'
import { nameBeside, successorEnd } from './successor.ts'
import { deleteOld, lookAtBoth, proveByCall, takeName } from './walk.ts'

type RotationCommand = 'startRotation' | 'putRotatedKey' | 'deleteOldKey' | 'stopRotation' | 'forgetRotation' | 'lookAtRotations'

/**
 * Rotations with proof. The new key's text is held as a reveal is, for five minutes at most, and never leaves the main
 * process; everything else of a rotation is kept, so that a restart goes on where it was.
 */
export type Rotations = { [N in RotationCommand]: (input: Input<N>) => Promise<Output<N>> } & {
  /** Reads what was under way, and goes on with it. */
  restore(): Promise<void>
  /** Looks again at what is due: after a sleep, when the network is back, after a sign-in. */
  look(): void
  /** Forgets the new keys that could still be put somewhere. */
  dropPlain(connectionId?: ConnectionId): void
  close(): void
}

const NAME_TRIES = 5
/** Timers stop in sleep: whoever waits looks at the clock again. */
const LONGEST_WAIT_MS = 60_000

export function makeRotations(parts: RotationParts): Rotations {
  const { api, clock, timer, tell, newId, accessTo } = parts
  const book = makeRotationBook(parts)
  /** Which reveal holds the new key of which rotation. */
  const held = new Map<string, string>()
  const reveals = makeReveals({ clock, timer, newId, closed: revealId => {
    for (const [id, one] of held) if (one === revealId) forgetPlain(id)
  } })
  let cancelTimer: (() => void) | undefined
  let isClosed = false

  function forgetPlain(id: string): void {
    const revealId = held.get(id)
    if (revealId === undefined) return
    held.delete(id)
    reveals.drop(revealId)
    book.setTakeUntil(id, undefined)
  }
  const plainOf = (id: string) => {
    const revealId = held.get(id)
    return revealId === undefined ? undefined : reveals.peek(revealId)
  }
  const accessOf = (rotation: Rotation): Outcome<WorkspaceAccess, ApiFailure> => {
    const connection = connectionOf(rotation, parts.connections())
    return connection === undefined ? fail({ code: 'no_such_connection' }) : accessTo(connection.id)
  }
  const canProve = (rotation: Rotation) => plainOf(rotation.id) !== undefined && proofPath(rotation.old.scopes) !== undefined

  /** Does what is due for one rotation, until nothing is. */
  const go = oneAtATime(async (id: string): Promise<void> => {
    for (let rotation = book.get(id); rotation !== undefined && !isClosed; rotation = book.get(id)) {
      const step = nextStep(rotation, clock.now(), canProve(rotation))
      if (step.kind === 'rest' || step.at > clock.now()) return
      const access = accessOf(rotation)
      const done = access.ok ? await takeStep(step.kind, rotation, access.value) : access
      if (!done.ok) await book.apply(id, { kind: 'failed', trouble: done.failure, at: clock.now() })
    }
  })

  async function takeStep(kind: 'prove' | 'look' | 'delete' | 'name', rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<unknown, NonNullable<Rotation['trouble']>>> {
    if (kind === 'delete') return deleteOld(parts, book, rotation.id, access)
    const outcome = await tryStep(kind, rotation, access)
    if (!outcome.ok) return outcome
    const next = await book.apply(rotation.id, outcome.value)
    // On the clipboard it may be wanted once more; elsewhere it is where it belongs.
    if (next?.proof !== undefined && next.puts.at(-1)?.kind !== 'clipboard') forgetPlain(rotation.id)
    return outcome
  }

  function tryStep(kind: 'prove' | 'look' | 'name', rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<RotationEvent, NonNullable<Rotation['trouble']>>> {
    const plain = plainOf(rotation.id)?.plain
    if (kind === 'prove' && plain !== undefined) return proveByCall(parts, rotation, access, plain)
    return kind === 'name' ? takeName(parts, rotation, access) : lookAtBoth(parts, rotation, access)
  }

  async function goAll(): Promise<void> {
    await Promise.all(book.all().filter(isUnderway).map(({ id }) => go(id)))
    plan()
  }

  /** One timer for all, and none where nothing waits. */
  function plan(): void {
    cancelTimer?.()
    cancelTimer = undefined
    if (isClosed) return
    const now = clock.now()
    const due = book.all().map(rotation => nextStep(rotation, now, canProve(rotation))).flatMap(step => (step.kind === 'rest' ? [] : [step.at - now]))
    if (due.length > 0) cancelTimer = timer.after(Math.min(LONGEST_WAIT_MS, Math.max(100, Math.min(...due))), look)
  }

  function look(): void {
    if (!isClosed) void goAll().catch(parts.reportBug)
  }

  /** Asks for the new key under a name of its own; the same attempt again gives the same key. */
  async function make(rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<Rotation, ApiFailure>> {
    for (let attempt = 1; ; attempt += 1) {
      const name = nameBeside(rotation.old.name, attempt)
      const fresh = await api.generate(access, `${rotation.attemptId}-${String(attempt)}`, { name, scopes: rotation.old.scopes, expiresAt: successorEnd(rotation.old, rotation.startedAt) })
      if (!fresh.ok && fresh.failure.code === 'name_taken' && attempt < NAME_TRIES) continue
      if (!fresh.ok) return fresh
      const { revealId, closesAt } = reveals.hold(rotation.connectionId, fresh.value)
      held.set(rotation.id, revealId)
      const made = await book.apply(rotation.id, { kind: 'made', key: fresh.value.key, at: clock.now() })
      book.setTakeUntil(rotation.id, closesAt)
      tell({ kind: 'keyMade', key: { connectionId: rotation.connectionId, keyId: fresh.value.key.id, name: rotation.old.name, madeAt: clock.now() } })
      tell({ kind: 'keysChanged' })
      return succeed(made ?? rotation)
    }
  }

  const begun = ({ connectionId, attemptId, quietSeconds }: Input<'startRotation'>, old: Rotation['old']): Rotation | undefined => {
    const connection = parts.connections().find(({ id }) => id === connectionId)
    return connection && {
      id: newId(), connectionId, workspace: { id: connection.workspace.id, name: connection.workspace.name }, userId: connection.user.id, attemptId, quietSeconds,
      startedAt: clock.now(), phase: 'making', old, puts: [], isInsisted: false,
    }
  }

  async function put(id: string, choice: Input<'putRotatedKey'>['put']): Promise<Output<'putRotatedKey'>> {
    const found = book.get(id)
    if (found === undefined || !isUnderway(found)) return fail({ code: 'rotation_over' })
    const access = accessOf(found)
    if (!access.ok) return access
    const ready = plainOf(id) === undefined ? await remake(found, access.value) : succeed(found)
    if (!ready.ok) return ready
    const key = plainOf(id)
    if (key === undefined) return fail({ code: 'reveal_over' })
    const done = await putKey(parts, ready.value, access.value, key, choice)
    if (!done.ok) return done
    await book.apply(id, { kind: 'put', put: done.value })
    look()
    return succeed(null)
  }

  /** Makes the new key again, since its text is lost. One that was put somewhere is not touched. */
  async function remake(rotation: Rotation, access: WorkspaceAccess): Promise<Outcome<Rotation, ApiFailure | { code: 'reveal_over' }>> {
    if (rotation.puts.length > 0) return fail({ code: 'reveal_over' })
    if (rotation.phase === 'making') return make(rotation, access)
    if (rotation.successor !== undefined) {
      const removed = await api.remove(access, rotation.successor.id)
      if (!removed.ok && removed.failure.code !== 'not_found') return removed
    }
    const lost = await book.apply(rotation.id, { kind: 'lost', attemptId: newId() })
    return make(lost ?? rotation, access)
  }

  return {
    async startRotation(input) {
      const access = accessTo(input.connectionId)
      if (!access.ok) return access
      if (book.all().some(rotation => isUnderway(rotation) && rotation.old.id === input.keyId)) return fail({ code: 'already_rotating' })
      const key = await api.read(access.value, input.keyId)
      if (!key.ok) return key
      const { id, name, prefix, lastFour, scopes, createdAt, expiresAt, lastUsedAt } = key.value
      const rotation = begun(input, { id, name, prefix, lastFour, scopes, createdAt, expiresAt, lastUsedAt })
      if (rotation === undefined) return fail({ code: 'no_such_connection' })
      // Kept before it is asked for: a key whose answer never came is known after a crash.
      await book.keep(rotation)
      const made = await make(rotation, access.value)
      // The workspace answered, and made none. Without an answer it may have: the person can try again from here.
      if (!made.ok && made.failure.code !== 'workspace_unreachable') {
        await book.drop(rotation.id)
        return made
      }
      if (!made.ok) await book.apply(rotation.id, { kind: 'failed', trouble: made.failure, at: clock.now() })
      else await put(rotation.id, input.put)
      return succeed({ rotationId: rotation.id })
    },
    putRotatedKey: ({ rotationId, put: choice }) => put(rotationId, choice),

    async deleteOldKey({ rotationId, evenIfUsed }) {
      const rotation = book.all().find(({ id, puts }) => id === rotationId && puts.length > 0)
      if (rotation === undefined || !isUnderway(rotation)) return fail({ code: 'rotation_over' })
      const access = accessOf(rotation)
      if (!access.ok) return access
      const looked = await lookAtBoth(parts, rotation, access.value)
      if (!looked.ok) return looked
      const seen = await book.apply(rotationId, looked.value)
      const reason = seen && reasonToKeepOld(seen, evenIfUsed)
      if (reason) return fail(reason)
      if (seen?.phase !== 'naming') await book.apply(rotationId, { kind: 'insisted' })
      await go(rotationId)
      plan()
      return succeed(null)
    },
    async stopRotation({ rotationId }) {
      forgetPlain(rotationId)
      await book.apply(rotationId, { kind: 'stopped', at: clock.now() })
      plan()
      return null
    },
    async forgetRotation({ rotationId }) {
      const rotation = book.get(rotationId)
      if (rotation !== undefined && !isUnderway(rotation)) await book.drop(rotationId)
      return null
    },
    async lookAtRotations() {
      await Promise.all(book.all().filter(isUnderway).map(rotation => lookNow(rotation)))
      await goAll()
      return null
    },
    async restore() {
      await book.restore()
      look()
    },
    look,
    dropPlain: connectionId => { reveals.dropAll(connectionId) },
    close() {
      isClosed = true
      cancelTimer?.()
      reveals.dropAll()
    },
  }

  /** The person asks how it stands, before it is due. */
  async function lookNow(rotation: Rotation): Promise<void> {
    const access = accessOf(rotation)
    const looked = access.ok ? await lookAtBoth(parts, rotation, access.value) : access
    await book.apply(rotation.id, looked.ok ? looked.value : { kind: 'failed', trouble: looked.failure, at: clock.now() })
  }
}

/** Why the old key is not deleted though the person asks for it. */
function reasonToKeepOld(rotation: Rotation, evenIfUsed: boolean): { code: 'new_key_gone' } | { code: 'key_still_used'; lastUsedAt: Instant } | undefined {
  if (rotation.stop === 'newKeyGone') return { code: 'new_key_gone' }
  const { lastUsedAt } = rotation.old
  return !evenIfUsed && lastUsedAt !== 'never' && isStillUsed(rotation) ? { code: 'key_still_used', lastUsedAt } : undefined
}
