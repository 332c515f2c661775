import type { Instant } from '../../../shared/instant.ts'
import type { SignInState, SignInStep } from '../../../shared/sign-in-state.ts'
import type { MessageId } from '../../../shared/words/message-ids.ts'
import type { StepState } from '../../components/steps.tsx'

const ORDER: readonly SignInStep[] = ['findingWorkspace', 'inBrowser', 'sealing', 'publishing']

type Titles = { readonly later: MessageId; readonly now: MessageId; readonly done: MessageId }

/** A step is named by what is to do, what is being done, and what was done. */
export const STEP_TITLES: Record<SignInStep, Titles> = {
  findingWorkspace: { later: 'signIn.stepFinding', now: 'signIn.stepFindingNow', done: 'signIn.stepFindingDone' },
  inBrowser: { later: 'signIn.stepBrowser', now: 'signIn.stepBrowserNow', done: 'signIn.stepBrowserDone' },
  sealing: { later: 'signIn.stepSealing', now: 'signIn.stepSealingNow', done: 'signIn.stepSealingDone' },
  publishing: { later: 'signIn.stepPublishing', now: 'signIn.stepPublishingNow', done: 'signIn.stepPublishingDone' },
}

/** The step that a sign-in stands at; all are done where it succeeded. */
function currentStep(signIn: Exclude<SignInState, { kind: 'idle' }>): number {
  switch (signIn.kind) {
    case 'underway':
    case 'failed':
      return ORDER.indexOf(signIn.step)
    case 'askingMemoryOnly':
      return ORDER.indexOf('sealing')
    case 'succeeded':
      return ORDER.length
  }
}

/** How each step stands, in order; a finished one with its time where that is known. */
export function stepsOf(signIn: Exclude<SignInState, { kind: 'idle' }>): readonly { step: SignInStep; state: StepState; finishedAt: Instant | undefined }[] {
  const current = currentStep(signIn)
  return ORDER.map((step, index) => ({
    step,
    state: index < current ? 'done' : index > current ? 'later' : signIn.kind === 'failed' ? 'failed' : 'now',
    finishedAt: signIn.kind === 'underway' && index < current ? signIn.finishedAt[index] : undefined,
  }))
}
