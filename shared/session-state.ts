import { z } from 'zod'
import { KeychainFailure } from './failures.ts'
import { Instant } from './instant.ts'
import { TokenState } from './token-state.ts'

/** Why a session can't go on without the person. */
export const SignInReason = z.enum(['session_ended', 'session_missing', 'session_damaged', 'token_expired', 'role_lost', 'other_account'])
export type SignInReason = z.infer<typeof SignInReason>

/** What is so with one connected workspace. A locked keychain is not a missing session. */
export const SessionState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('restoring') }),
  z.strictObject({ kind: z.literal('unreadable'), failure: KeychainFailure, retryAt: Instant }),
  z.strictObject({ kind: z.literal('signedIn'), token: TokenState, keptIn: z.enum(['keychain', 'memory']) }),
  z.strictObject({ kind: z.literal('signInRequired'), reason: SignInReason, since: Instant }),
])
export type SessionState = z.infer<typeof SessionState>
