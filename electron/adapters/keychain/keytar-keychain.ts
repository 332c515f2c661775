import type { KeychainFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { Secret } from '../../core/secret.ts'
import { collectionLock, type CollectionLock } from './collection-lock.ts'
import type { Keychain, KeychainRead } from './keychain.ts'
import { keychainFailure } from './keychain-failure.ts'
import type { KeychainTurn } from './keychain-turn.ts'

/** The part of keytar that we call. Its findCredentials is left out for good: it crashes the process when locked. */
export interface NativeKeychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeychainOptions {
  /** Under which name our entries stand; `Latchkey` unless told. */
  service?: string
  /** For each call; 5,000 ms unless told. */
  timeoutMs?: number
  /** keytar, unless a test brings something else. */
  load?: () => Promise<NativeKeychain>
  /** Asks whether the keychain is locked, without prompting. By default over D-Bus on Linux, and not at all elsewhere. */
  lockState?: () => Promise<LockState>
  /** Whose turn it is among the processes of this machine; ours at once unless told. */
  turn?: KeychainTurn
}

async function loadKeytar(): Promise<NativeKeychain> {
  const { default: keytar } = await import('keytar') as unknown as { default: NativeKeychain }
  return keytar
}

/** macOS and Windows tell a locked keychain by their errors: an entry that they do not find isn't there. */
type LockState = CollectionLock | 'told_by_errors'

function systemLockState(): Promise<LockState> {
  return process.platform === 'linux' ? collectionLock(process.env) : Promise.resolve('told_by_errors')
}

/**
 * The system's keychain over keytar, which is loaded at the first call: whoever has no session never touches it.
 *
 * Calls run one after another. One that hangs (a password prompt that nobody answers) ends for its caller after the
 * timeout; until the system lets go of it, further calls fail at once instead of using up the thread pool.
 */
export function makeKeytarKeychain({
  service = 'Latchkey', timeoutMs = 5_000, load = loadKeytar, lockState = systemLockState, turn = work => work(),
}: KeychainOptions = {}): Keychain {
  let native: Promise<NativeKeychain> | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let hanging: Promise<unknown> | undefined
  let refusal: KeychainFailure | undefined
  const loaded = () => (native ??= load())

  async function timed<T>(work: (keychain: NativeKeychain) => Promise<T>): Promise<Outcome<T, KeychainFailure>> {
    if (hanging !== undefined) return fail({ code: (await lockState()) === 'locked' ? 'keychain_locked' : 'keychain_timed_out' })
    const answer = loaded().then(work).then(value => succeed(value), (error: unknown) => fail(keychainFailure(error)))
    const late = Symbol('late')
    let timer: ReturnType<typeof setTimeout> | undefined
    const first = await Promise.race([answer, new Promise<typeof late>(resolve => { timer = setTimeout(() => { resolve(late) }, timeoutMs) })])
    clearTimeout(timer)
    if (first !== late) return first
    hanging = answer
    void answer.then(() => { hanging = undefined })
    return fail({ code: (await lockState()) === 'locked' ? 'keychain_locked' : 'keychain_timed_out' })
  }

  /** Its owner declined already, and nothing changed since: then there is no sense in asking. */
  async function standingRefusal(): Promise<KeychainFailure | undefined> {
    if (refusal === undefined) return undefined
    const state = await lockState()
    if (state === 'unlocked' || (state === 'told_by_errors' && refusal.code === 'keychain_locked')) refusal = undefined
    return refusal
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const answer = queue.then(async () => {
      // Loading takes longer than most answers do, and nobody else need wait for it. A failure is told by the call.
      await loaded().catch(() => undefined)
      return turn(work)
    })
    queue = answer.catch(() => undefined)
    return answer
  }

  async function guarded<T>(work: (keychain: NativeKeychain) => Promise<T>): Promise<Outcome<T, KeychainFailure>> {
    const standing = await standingRefusal()
    if (standing !== undefined) return fail(standing)
    const answer = await timed(work)
    if (!answer.ok && (answer.failure.code === 'keychain_locked' || answer.failure.code === 'keychain_denied')) refusal = answer.failure
    return answer
  }

  /** Nothing was found: is there nothing, or is it locked away? */
  async function whyNothing(): Promise<KeychainFailure | undefined> {
    const state = await lockState()
    if (state === 'unlocked' || state === 'told_by_errors') return undefined
    if (state === 'unknown') return { code: 'keychain_unavailable' }
    refusal = { code: 'keychain_locked' }
    return refusal
  }

  return {
    read: account => inTurn(async (): Promise<KeychainRead> => {
      const answer = await guarded(keychain => keychain.getPassword(service, account))
      if (!answer.ok) return { kind: 'failed', failure: answer.failure }
      if (answer.value !== null) return { kind: 'found', secret: new Secret(answer.value) }
      const failure = await whyNothing()
      return failure === undefined ? { kind: 'absent' } : { kind: 'failed', failure }
    }),
    write: (account, secret) => inTurn(async () => {
      const answer = await guarded(keychain => keychain.setPassword(service, account, secret.expose()))
      return answer.ok ? succeed(null) : answer
    }),
    remove: account => inTurn(async () => {
      const answer = await guarded(keychain => keychain.deletePassword(service, account))
      if (!answer.ok) return answer
      const failure = answer.value ? undefined : await whyNothing()
      return failure === undefined ? succeed(null) : fail(failure)
    }),
    mayAskAgain() {
      refusal = undefined
    },
  }
}
