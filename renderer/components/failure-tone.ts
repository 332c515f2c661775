import type { Failure, NetworkTrouble } from '../../shared/failures.ts'
import type { Tone } from './tone.ts'

const NETWORK = new Set<Failure['code']>(['provider_unreachable', 'workspace_unreachable'])
const HARMLESS = new Set<Failure['code']>(['canceled', 'refresh_lock_held', 'paused', 'file_not_chosen'])

/** Whether somebody on the network did not answer. */
export function isOfNetwork(failure: Failure): boolean {
  return NETWORK.has(failure.code)
}

// These don't pass by waiting: a person has to do something, or to ask who reads along.
const WANTS_LOOK = new Set<NetworkTrouble>(['tls', 'captive_portal', 'proxy_wants_password'])

/** Slate for what is nobody's fault, amber for what needs a look. */
export function toneOfFailure(failure: Failure): Tone {
  if ('trouble' in failure) return WANTS_LOOK.has(failure.trouble) ? 'soon' : 'waiting'
  return HARMLESS.has(failure.code) ? 'waiting' : 'soon'
}
