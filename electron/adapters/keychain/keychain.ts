import type { KeychainFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../../core/secret.ts'

/** What the keychain says when it is asked for an entry. Only `absent` means that there is none. */
export type KeychainRead = { kind: 'found'; secret: Secret } | { kind: 'absent' } | { kind: 'failed'; failure: KeychainFailure }

/** The system's keychain: short one-line secrets by account name. */
export interface Keychain {
  read(account: string): Promise<KeychainRead>
  write(account: string, secret: Secret): Promise<Outcome<null, KeychainFailure>>
  /** Deleting what isn't there succeeds. */
  remove(account: string): Promise<Outcome<null, KeychainFailure>>
  /**
   * The person asks to try again: a locked keychain may ask for its password once more. Without it, whoever dismissed
   * that question isn't asked again by a program that works in the background.
   */
  mayAskAgain(): void
}
