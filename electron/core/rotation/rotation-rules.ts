import { after, type Instant } from '../../../shared/instant.ts'
import type { Rotation } from '../../../shared/rotation.ts'

/** A workspace may note the use of a key late; so long is waited beyond the chosen time. */
const LATE_NOTE_MS = 60_000
const RETRY_MS = 30_000
const [SHORTEST_LOOK_MS, LONGEST_LOOK_MS] = [15_000, 300_000]

/** How often the workspace is asked while the old key is watched: twenty times in the chosen time, from 15 s to 5 min. */
export function lookEveryMs(quietSeconds: number): number {
  return Math.min(LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, (quietSeconds * 1_000) / 20))
}

/**
 * Since when the old key is silent, as far as was seen: since its last use, and never before the new key was put and
 * proved, for silence before that says nothing. `undefined` until then.
 */
export function quietSince(rotation: Rotation): Instant | undefined {
  const put = rotation.puts.at(-1)
  if (put === undefined || rotation.proof === undefined) return undefined
  const { lastUsedAt } = rotation.old
  return after(put.at, Math.max(0, rotation.proof.at - put.at, lastUsedAt === 'never' ? 0 : lastUsedAt - put.at))
}

/** When the old key will have been silent for the chosen time, if it stays silent. */
export function quietUntil(rotation: Rotation): Instant | undefined {
  const since = quietSince(rotation)
  return since === undefined ? undefined : after(since, rotation.quietSeconds * 1_000)
}

/** Whether the old key was used after the new one was put in its place. */
export function isStillUsed({ old, puts }: Rotation): boolean {
  const put = puts.at(-1)
  return old.lastUsedAt !== 'never' && (put === undefined || old.lastUsedAt > put.at)
}

/** Whether the workspace was asked late enough to know that the silence lasted. */
export function isQuietLongEnough(rotation: Rotation): boolean {
  const until = quietUntil(rotation)
  return until !== undefined && rotation.seenAt !== undefined && rotation.seenAt >= after(until, LATE_NOTE_MS)
}

/** What a rotation does next by itself, and when. `rest`: it waits for the person, or is over. */
export type RotationStep = { kind: 'rest' } | { kind: 'prove' | 'look' | 'delete' | 'name'; at: Instant }

/**
 * @param canProve  whether the text of the new key is at hand, and some path that its scopes may read
 */
export function nextStep(rotation: Rotation, now: Instant, canProve: boolean): RotationStep {
  const retryAt = tryAt(rotation, now)
  switch (rotation.phase) {
    case 'making':
    case 'putting':
    case 'done':
    case 'stopped':
      return { kind: 'rest' }
    case 'proving':
      return canProve ? { kind: 'prove', at: retryAt } : { kind: 'look', at: lookAt(rotation, now, retryAt) }
    case 'watching':
      return { kind: 'look', at: lookAt(rotation, now, retryAt) }
    case 'deleting':
      return { kind: 'delete', at: retryAt }
    case 'naming':
      return { kind: 'name', at: retryAt }
  }
}

function tryAt({ trouble, triedAt }: Rotation, now: Instant): Instant {
  return trouble === undefined || triedAt === undefined ? now : after(triedAt, RETRY_MS)
}

function lookAt(rotation: Rotation, now: Instant, retryAt: Instant): Instant {
  if (rotation.trouble !== undefined) return retryAt
  if (rotation.seenAt === undefined) return now
  const regular = after(rotation.seenAt, lookEveryMs(rotation.quietSeconds))
  const until = quietUntil(rotation)
  return until === undefined || rotation.seenAt >= after(until, LATE_NOTE_MS) ? regular : after(now, Math.min(regular, after(until, LATE_NOTE_MS)) - now)
}
