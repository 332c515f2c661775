import { z } from 'zod'
import { PublicationFailure } from './failures.ts'
import { Instant } from './instant.ts'

/** What another program did to our section of the credentials file. */
export const OutsideChange = z.enum(['section_edited', 'section_removed', 'file_removed'])
export type OutsideChange = z.infer<typeof OutsideChange>

/** Whether other tools can use the token right now. */
export const PublicationState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unwritten') }),
  z.strictObject({ kind: z.literal('written'), at: Instant }),
  z.strictObject({ kind: z.literal('withdrawn'), at: Instant }),
  z.strictObject({ kind: z.literal('failed'), failure: PublicationFailure, retryAt: Instant.optional() }),
  z.strictObject({ kind: z.literal('changedOutside'), change: OutsideChange, at: Instant }),
])
export type PublicationState = z.infer<typeof PublicationState>
