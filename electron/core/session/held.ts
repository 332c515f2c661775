import type { KeychainFailure } from '../../../shared/failures.ts'
import type { SignInReason } from '../../../shared/session-state.ts'
import type { Secret } from '../secret.ts'
import type { HeldTokens, SealedRead } from './ports.ts'

/** The tokens of a session as this process has them. */
export interface Held {
  tokens: HeldTokens
  /** The access token that the vault is known to hold; undefined for a session that lives in memory alone. */
  sealed: Secret | undefined
}

export function isSealed(held: Held): boolean {
  return held.sealed?.equals(held.tokens.accessToken) ?? false
}

/** The newest tokens that memory and vault have together. */
export type Newest =
  | { kind: 'held'; held: Held }
  /** The vault could not be read; what memory has may be old. */
  | { kind: 'unread'; failure: KeychainFailure; held: Held | undefined }
  | { kind: 'gone'; reason: SignInReason }

/**
 * Which tokens count after the vault was read.
 *
 * Times don't decide this, since clocks jump. What the vault held when we last knew it does: something else in it was
 * put there by another process of ours and is newer; the same thing is as old as ours, or older where our last write
 * failed.
 */
export function newestOf(held: Held | undefined, read: SealedRead): Newest {
  if (held === undefined) return fromVault(read)
  const { sealed } = held
  if (sealed === undefined) return { kind: 'held', held }
  switch (read.kind) {
    case 'found':
      return read.tokens.accessToken.equals(sealed) ? { kind: 'held', held } : fromVault(read)
    case 'absent':
      return { kind: 'gone', reason: 'session_missing' }
    // What memory holds is good, and the next write heals the vault.
    case 'damaged':
      return { kind: 'held', held }
    case 'failed':
      return { kind: 'unread', failure: read.failure, held }
  }
}

function fromVault(read: SealedRead): Newest {
  switch (read.kind) {
    case 'found':
      return { kind: 'held', held: { tokens: read.tokens, sealed: read.tokens.accessToken } }
    case 'absent':
      return { kind: 'gone', reason: 'session_missing' }
    case 'damaged':
      return { kind: 'gone', reason: 'session_damaged' }
    case 'failed':
      return { kind: 'unread', failure: read.failure, held: undefined }
  }
}
