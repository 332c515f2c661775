import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { ApiFailure, RotationTrouble } from './failures.ts'
import { Instant } from './instant.ts'
import { ROTATION_PHASES } from './rotation-phase.ts'

const Moment = z.union([Instant, z.literal('never')])
const Variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)

/** Where a person wants the new key. */
export const PutChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clipboard') }),
  z.strictObject({ kind: z.literal('secret') }),
  z.strictObject({ kind: z.literal('envFile'), variable: Variable }),
])
export type PutChoice = z.infer<typeof PutChoice>

/** Where the new key was put, and when. */
export const Put = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clipboard'), at: Instant }),
  z.strictObject({ kind: z.literal('secret'), at: Instant, name: z.string() }),
  z.strictObject({ kind: z.literal('envFile'), at: Instant, variable: Variable, path: z.string() }),
])
export type Put = z.infer<typeof Put>

/** What shows that the new key works: a call of ours with it, or that somebody's call with it was seen. */
export const Proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), at: Instant, path: z.string(), status: z.int(), tookMs: z.number() }),
  z.strictObject({ kind: z.literal('use'), at: Instant }),
])
export type Proof = z.infer<typeof Proof>

/** How the old key ended: by us, by another hand, or by its own date. */
export const OldEnd = z.strictObject({ at: Instant, how: z.enum(['deleted', 'deletedElsewhere', 'expired']) })
export type OldEnd = z.infer<typeof OldEnd>

/** A key's exchange for a successor with the same scopes, proved step by step. No secret: both keys by their public parts. */
export const Rotation = z.strictObject({
  id: z.uuid(),
  /** As it was at the start; after signing out and in again, workspace and user find the new one. */
  connectionId: ConnectionId,
  workspace: z.strictObject({ id: z.string(), name: z.string() }),
  userId: z.string(),
  /** Names the attempt for the workspace: a repeated one makes no third key. */
  attemptId: z.uuid(),
  quietSeconds: z.int().positive(),
  startedAt: Instant,
  phase: z.enum(ROTATION_PHASES),
  old: z.strictObject({
    id: z.string(), name: z.string(), prefix: z.string(), lastFour: z.string(), scopes: z.array(z.string()), createdAt: Instant, expiresAt: Moment, lastUsedAt: Moment,
  }),
  successor: z.strictObject({ id: z.string(), name: z.string(), prefix: z.string(), lastFour: z.string(), expiresAt: Moment, lastUsedAt: Moment, madeAt: Instant }).optional(),
  puts: z.array(Put),
  proof: Proof.optional(),
  /** When the workspace was asked last how both keys stand, and when anything was tried last. */
  seenAt: Instant.optional(),
  triedAt: Instant.optional(),
  /** The person, told that the old key is still used, deletes it all the same. */
  isInsisted: z.boolean(),
  oldEnd: OldEnd.optional(),
  endedAt: Instant.optional(),
  stop: z.enum(['person', 'newKeyGone']).optional(),
  trouble: z.union([ApiFailure, RotationTrouble]).optional(),
  /** Until when this run of the app can put the new key somewhere. Never kept. */
  takeUntil: Instant.optional(),
})
export type Rotation = z.infer<typeof Rotation>
