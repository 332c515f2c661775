import { after, type Instant } from '../../../shared/instant.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { KeychainFailure, SignInFailure } from '../../../shared/failures.ts'
import type { SignInState, SignInStep, SignInTarget } from '../../../shared/sign-in-state.ts'
import type { SessionPorts } from './session-ports.ts'

/** What a person asked for. */
export type SignInWish =
  | { kind: 'address'; address: string }
  | { kind: 'here' }
  | { kind: 'again'; connectionId: ConnectionId }

export type MemoryAnswer = 'agrees' | 'declines' | 'tryAgain'

/** One sign-in from its first step to its end. It tells how it goes until another takes its place. */
export interface Attempt {
  readonly id: string
  readonly wish: SignInWish
  /** Ask the provider for its sign-in page even where the browser is signed in: the last account was the wrong one. */
  readonly isFreshLogin: boolean
  /** The browser to use: the connection's own, or what the person chose meanwhile. */
  browserId: string | undefined
  isCanceled(): boolean
  /** Ends it; whatever `onCancel` was given is run. */
  cancel(): void
  onCancel(run: () => void): void
  aim(target: Partial<SignInTarget>): void
  step(step: SignInStep, extra?: { deadlineMs?: number }): void
  /** The browser could not be opened: the person opens this address. */
  showAddress(url: string): void
  askMemoryOnly(failure: KeychainFailure): Promise<MemoryAnswer>
  answerMemoryOnly(answer: MemoryAnswer): void
  /** A fresh address of the sign-in page, while the browser is waited for. */
  freshAddress: (() => Promise<string | undefined>) | undefined
  succeed(connectionId: ConnectionId): void
  fail(failure: SignInFailure): void
}

export interface AttemptStart {
  wish: SignInWish
  target: SignInTarget
  isFreshLogin: boolean
  browserId: string | undefined
}

export function makeAttempt(ports: Pick<SessionPorts, 'clock' | 'tell' | 'newId'>, start: AttemptStart): Attempt {
  const id = ports.newId()
  let target = start.target
  let current: SignInStep = 'findingWorkspace'
  let finishedAt: Instant[] = []
  let canceled = false
  let deadline: { deadlineAt?: Instant } = {}
  let answer: ((answer: MemoryAnswer) => void) | undefined
  const cancelers = new Set<() => void>()
  const tell = (signIn: SignInState) => {
    if (!canceled) ports.tell({ kind: 'signInChanged', signIn })
  }
  const tellUnderway = (more: { openThisAddress?: string } = {}) => {
    tell({ kind: 'underway', attemptId: id, target, step: current, finishedAt, ...deadline, ...more })
  }
  return {
    id,
    wish: start.wish,
    isFreshLogin: start.isFreshLogin,
    browserId: start.browserId,
    freshAddress: undefined,
    isCanceled: () => canceled,
    cancel() {
      canceled = true
      answer?.('declines')
      for (const run of cancelers) run()
    },
    onCancel(run) {
      if (canceled) run()
      else cancelers.add(run)
    },
    aim(change) {
      target = { ...target, ...change }
      tellUnderway()
    },
    step(step, { deadlineMs } = {}) {
      const now = ports.clock.now()
      if (step !== current) finishedAt = [...finishedAt, now]
      current = step
      deadline = deadlineMs === undefined ? {} : { deadlineAt: after(now, deadlineMs) }
      tellUnderway()
    },
    showAddress(url) {
      tellUnderway({ openThisAddress: url })
    },
    askMemoryOnly(failure) {
      if (canceled) return Promise.resolve('declines')
      tell({ kind: 'askingMemoryOnly', attemptId: id, target, failure })
      return new Promise(resolve => {
        answer = resolve
      })
    },
    answerMemoryOnly(given) {
      answer?.(given)
      answer = undefined
    },
    succeed(connectionId) {
      tell({ kind: 'succeeded', attemptId: id, target, connectionId, at: ports.clock.now() })
    },
    fail(failure) {
      tell({ kind: 'failed', attemptId: id, target, step: current, failure, at: ports.clock.now() })
    },
  }
}
