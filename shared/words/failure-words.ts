import type { CommandName } from '../contract.ts'
import type { Failure } from '../failures.ts'
import type { FailureWordId } from './failure-word-ids.ts'
import type { MessageId, Value } from './message-ids.ts'
import type { Words } from './words.ts'

/** The one button beside a failure: what it says and which command it sends. */
export type FailureButton = {
  readonly label: MessageId
  /** `sameAgain` sends once more whatever failed. */
  readonly sends: CommandName | 'sameAgain'
}

/** A failure as a person reads it. */
export type FailureWords = {
  readonly happened: string
  readonly means: string
  readonly todo: string
  readonly button: FailureButton | undefined
}

const again: FailureButton = { label: 'action.tryAgain', sends: 'sameAgain' }
const write: FailureButton = { label: 'action.writeAgain', sends: 'publishAgain' }
const rename: FailureButton = { label: 'action.renameProfile', sends: 'renameProfile' }
const signIn: FailureButton = { label: 'action.signInAgain', sends: 'signInAgain' }
const none = undefined

/** What the button beside each failure sends. Exhaustive by type. */
const BUTTONS: Record<Failure['code'], FailureButton | undefined> = {
  keychain_locked: again, keychain_unavailable: again, keychain_denied: again, keychain_timed_out: again, keychain_corrupt: signIn,
  session_not_saved: again,
  provider_unreachable: again, provider_answer_unusable: again, grant_refused: signIn, clock_wrong: again,
  workspace_unreachable: again, not_a_workspace: none, insecure_address: none, malformed_address: none, workspace_did_not_start: again,
  disk_full: write, read_only: write, no_permission: write, is_directory: write, parent_missing: write, not_utf8: write, too_large: write,
  lock_held: write, network_share: none, mounted_file: write, not_ours: write, write_failed: write, unreadable_by_tools: write, profile_taken: rename,
  canceled: again, consent_denied: again, browser_did_not_return: again, provider_lacks_pkce: none, redirect_port_unavailable: again,
  role_may_not: none, unexpected_account: again, refresh_lock_held: again, paused: again,
  sign_in_required: signIn, not_allowed: none, not_found: none, name_taken: none, unsupported: none, no_such_connection: none,
  invalid_input: none, rate_limited: again, workspace_failed: again,
  reveal_over: none, clipboard_failed: again, file_not_chosen: again, key_damaged: none, env_file_failed: again,
  already_rotating: none, key_refused: none, key_still_used: none, new_key_gone: none, rotation_over: none,
  profile_name_invalid: none, profile_in_use: none,
}

function valuesOf(failure: Failure, words: Words): Record<string, Value> {
  switch (failure.code) {
    case 'clock_wrong':
      return { minutes: words.span(Math.abs(failure.offsetSeconds)), direction: failure.offsetSeconds > 0 ? 'ahead' : 'behind' }
    case 'rate_limited':
      return { wait: words.span(failure.retryAfterSeconds) }
    case 'redirect_port_unavailable':
      return { ports: words.list(failure.ports.map(String)) }
    case 'role_may_not':
      return { role: words.t(`role.${failure.role}`), workspaceName: failure.workspaceName }
    default:
      return Object.fromEntries(Object.entries(failure).filter((entry): entry is [string, Value] => typeof entry[1] === 'string' || typeof entry[1] === 'number'))
  }
}

/** What happened, what it means, what to do, and the button that does it. */
export function describeFailure(words: Words, failure: Failure): FailureWords {
  const values = valuesOf(failure, words)
  const say = (part: 'happened' | 'means' | 'todo') => words.any(`failure.${failure.code}.${part}` satisfies FailureWordId, values)
  return { happened: say('happened'), means: say('means'), todo: say('todo'), button: BUTTONS[failure.code] }
}
