import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { Instant } from './instant.ts'

/** A key that was made on this computer: its public name, so that it can be found again without asking the workspace. */
export const MadeKey = z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100), name: z.string().max(200), madeAt: Instant })
export type MadeKey = z.infer<typeof MadeKey>

/** Which keys a panic deletes. */
export const PanicKeys = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** Those whose text this computer once saw. */
  z.strictObject({ kind: z.literal('madeHere') }),
  z.strictObject({
    kind: z.literal('chosen'),
    keys: z.array(z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100), name: z.string().max(200) })).max(2000),
  }),
  /** Every key of the person, in every connected workspace. */
  z.strictObject({ kind: z.literal('mine') }),
])
export type PanicKeys = z.infer<typeof PanicKeys>

/** Why a part of a panic could not be done. */
export const PanicTrouble = z.enum([
  /** Nobody answered: tried again. */
  'unreachable',
  /** The keychain is locked or gone: tried again. */
  'keychain',
  /** The session had ended before, so there is nothing to delete keys with. */
  'no_session',
  /** The workspace said no. */
  'refused',
  /** The provider takes no revocation (it publishes no such endpoint). */
  'no_revocation',
  'file',
  'clipboard',
  /** It was tried for two weeks. */
  'gave_up',
])
export type PanicTrouble = z.infer<typeof PanicTrouble>

export const PanicStanding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('waiting') }),
  z.strictObject({ kind: z.literal('done'), at: Instant }),
  z.strictObject({ kind: z.literal('queued'), why: PanicTrouble }),
  z.strictObject({ kind: z.literal('failed'), why: PanicTrouble }),
])
export type PanicStanding = z.infer<typeof PanicStanding>

/** What a line of the receipt is about. */
export const PanicSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clipboard') }),
  z.strictObject({ kind: z.literal('section'), profile: z.string() }),
  z.strictObject({ kind: z.literal('key'), workspace: z.string(), keyId: z.string(), name: z.string() }),
  /** Stands for all keys of a person until they could be listed. */
  z.strictObject({ kind: z.literal('allKeys'), workspace: z.string() }),
  z.strictObject({ kind: z.literal('session'), workspace: z.string() }),
  z.strictObject({ kind: z.literal('keychain'), workspace: z.string() }),
])
export type PanicSubject = z.infer<typeof PanicSubject>

/** One line of the receipt. No secret is ever in it. */
export const PanicItem = z.strictObject({ connectionId: ConnectionId.optional(), subject: PanicSubject, standing: PanicStanding })
export type PanicItem = z.infer<typeof PanicItem>

/** What a panic did so far, thing by thing. It is kept between starts until the person puts it away. */
export const PanicReceipt = z.strictObject({ startedAt: Instant, items: z.array(PanicItem) })
export type PanicReceipt = z.infer<typeof PanicReceipt>

export const PanicState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  /** `isUnderway` while something is being done this moment; what is queued is tried again by itself. */
  z.strictObject({ kind: z.literal('shown'), receipt: PanicReceipt, isUnderway: z.boolean() }),
])
export type PanicState = z.infer<typeof PanicState>
