import type { Failure } from '../../shared/failures.ts'
import type { Tone } from './tone.ts'

const NETWORK = new Set<Failure['code']>(['provider_unreachable', 'workspace_unreachable'])
const HARMLESS = new Set<Failure['code']>(['canceled', 'refresh_lock_held', 'paused', 'file_not_chosen'])

/** Whether somebody on the network did not answer. */
export function isOfNetwork(failure: Failure): boolean {
  return NETWORK.has(failure.code)
}

/** Slate for what is nobody's fault, amber for what needs a look. */
export function toneOfFailure(failure: Failure): Tone {
  return isOfNetwork(failure) || HARMLESS.has(failure.code) ? 'waiting' : 'soon'
}
