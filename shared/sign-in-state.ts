import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { KeychainFailure, SignInFailure } from './failures.ts'
import { Instant } from './instant.ts'

/** The steps of a sign-in, in their order. */
export const SignInStep = z.enum(['findingWorkspace', 'inBrowser', 'sealing', 'publishing'])
export type SignInStep = z.infer<typeof SignInStep>

/** Which workspace is being signed in to, as far as it is known yet. Hosts are shown, since tokens go there. */
export const SignInTarget = z.strictObject({
  name: z.string().optional(),
  workspaceHost: z.string(),
  issuerHost: z.string().optional(),
  isEmbedded: z.boolean(),
})
export type SignInTarget = z.infer<typeof SignInTarget>

const attempt = { attemptId: z.uuid(), target: SignInTarget }

/** The one sign-in that may be under way. */
export const SignInState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({
    kind: z.literal('underway'),
    ...attempt,
    step: SignInStep,
    /** When each finished step ended, in the order of the steps. */
    finishedAt: z.array(Instant),
    /** The browser wait closes by itself then. */
    deadlineAt: Instant.optional(),
    /** Set when the system browser could not be opened: the person opens this address. */
    openThisAddress: z.url().optional(),
  }),
  /** No keychain: the session could live in memory alone, if the person agrees. */
  z.strictObject({ kind: z.literal('askingMemoryOnly'), ...attempt, failure: KeychainFailure }),
  z.strictObject({ kind: z.literal('succeeded'), ...attempt, connectionId: ConnectionId, at: Instant }),
  z.strictObject({ kind: z.literal('failed'), ...attempt, step: SignInStep, failure: SignInFailure, at: Instant }),
])
export type SignInState = z.infer<typeof SignInState>
