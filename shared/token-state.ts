import { z } from 'zod'
import { RefreshFailure } from './failures.ts'
import { Instant } from './instant.ts'

const life = { issuedAt: Instant, expiresAt: Instant }

/** How a bearer token stands; instants only, never the token. */
export const TokenState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fresh'), ...life, refreshesAt: Instant }),
  z.strictObject({ kind: z.literal('refreshing'), ...life }),
  /** The last try failed; the session stands and is tried again. The token may still be valid. */
  z.strictObject({ kind: z.literal('waiting'), ...life, retryAt: Instant, failure: RefreshFailure }),
  /** Not being kept fresh: the person said so, or the screen is locked. */
  z.strictObject({ kind: z.literal('resting'), ...life }),
])
export type TokenState = z.infer<typeof TokenState>
