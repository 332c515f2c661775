import type { ApiKey } from '../../../shared/api-key.ts'
import type { ApiFailure, RotationTrouble } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { OldEnd, Proof, Put, Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import { isQuietLongEnough } from './rotation-rules.ts'

/** How a key stands: as the workspace says, or that there is none of that id. */
export type Sight = ApiKey | 'gone'

/** What may happen to a rotation, in the past tense. */
export type RotationEvent =
  | { kind: 'made'; key: ApiKey; at: Instant }
  /** The text of the new key was lost before it was put anywhere; another one is made in its place. */
  | { kind: 'lost'; attemptId: string }
  | { kind: 'put'; put: Put }
  | { kind: 'proved'; proof: Proof }
  | { kind: 'seen'; old: Sight; successor: Sight; at: Instant }
  | { kind: 'insisted' }
  | { kind: 'oldEnded'; end: OldEnd }
  | { kind: 'named'; name: string; at: Instant }
  | { kind: 'failed'; trouble: ApiFailure | RotationTrouble; at: Instant }
  | { kind: 'stopped'; at: Instant }

/** The rotation after an event. One that is over stays as it is. */
export function nextRotation(rotation: Rotation, event: RotationEvent): Rotation {
  if (!isUnderway(rotation)) return rotation
  switch (event.kind) {
    case 'made':
    case 'lost':
    case 'put':
    case 'proved':
      return forward(untroubled(rotation), event)
    case 'seen':
      return afterSight(untroubled({ ...rotation, seenAt: event.at, triedAt: event.at }), event)
    default:
      return towardsEnd(rotation, event)
  }
}

function untroubled({ trouble: _trouble, ...rotation }: Rotation): Rotation {
  return rotation
}

type Forward = Extract<RotationEvent, { kind: 'made' | 'lost' | 'put' | 'proved' }>

function forward(rotation: Rotation, event: Forward): Rotation {
  switch (event.kind) {
    case 'made': {
      const { id, name, prefix, lastFour, expiresAt, lastUsedAt } = event.key
      return { ...rotation, phase: 'putting', successor: { id, name, prefix, lastFour, expiresAt, lastUsedAt, madeAt: event.at } }
    }
    case 'lost': {
      const { successor: _lost, ...rest } = rotation
      return { ...rest, phase: 'making', attemptId: event.attemptId }
    }
    case 'put':
      // The silence of the old key counts from the last place: whoever needs another one has not the key yet.
      return { ...rotation, phase: rotation.proof === undefined ? 'proving' : 'watching', puts: [...rotation.puts, event.put] }
    case 'proved':
      return { ...rotation, phase: 'watching', proof: event.proof, triedAt: event.proof.at }
  }
}

type Seen = Extract<RotationEvent, { kind: 'seen' }>

function afterSight(rotation: Rotation, { old, successor, at }: Seen): Rotation {
  if (old === 'gone') return { ...rotation, phase: 'naming', oldEnd: { at, how: 'deletedElsewhere' } }
  if (old.expiresAt !== 'never' && old.expiresAt <= at) return { ...rotation, phase: 'naming', oldEnd: { at: old.expiresAt, how: 'expired' } }
  if (rotation.successor === undefined) return rotation
  // Without a working successor the old key must live.
  if (successor === 'gone') return { ...rotation, phase: 'stopped', stop: 'newKeyGone', endedAt: at }
  const seen: Rotation = {
    ...rotation, old: { ...rotation.old, name: old.name, lastUsedAt: old.lastUsedAt, expiresAt: old.expiresAt },
    successor: { ...rotation.successor, name: successor.name, lastUsedAt: successor.lastUsedAt, expiresAt: successor.expiresAt },
  }
  return forwardBySight(seen, at)
}

function forwardBySight(rotation: Rotation, at: Instant): Rotation {
  const usedAt = rotation.successor?.lastUsedAt
  if (rotation.phase === 'proving' && usedAt !== undefined && usedAt !== 'never') return { ...rotation, phase: 'watching', proof: { kind: 'use', at: usedAt } }
  const isQuiet = isQuietLongEnough({ ...rotation, seenAt: at })
  if (rotation.phase === 'watching' && isQuiet) return { ...rotation, phase: 'deleting' }
  // It spoke in the last moment: back to watching.
  if (rotation.phase === 'deleting' && !isQuiet && !rotation.isInsisted) return { ...rotation, phase: 'watching' }
  return rotation
}

type Ending = Exclude<RotationEvent, Forward | Seen>

function towardsEnd(rotation: Rotation, event: Ending): Rotation {
  switch (event.kind) {
    case 'insisted':
      return { ...rotation, phase: 'deleting', isInsisted: true }
    case 'oldEnded':
      return { ...untroubled(rotation), phase: 'naming', oldEnd: event.end }
    case 'named':
      return { ...untroubled(rotation), phase: 'done', endedAt: event.at, ...(rotation.successor ? { successor: { ...rotation.successor, name: event.name } } : {}) }
    case 'failed':
      return { ...rotation, trouble: event.trouble, triedAt: event.at }
    case 'stopped':
      return { ...untroubled(rotation), phase: 'stopped', stop: 'person', endedAt: event.at }
  }
}
