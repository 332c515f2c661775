import type { KeychainFailure } from '../../../shared/failures.ts'

// The systems' own words, English as keytar passes them on: libsecret and GLib, macOS's Security framework
// (SecCopyErrorMessageString), Windows' FormatMessage.
const MEANINGS: readonly (readonly [RegExp, KeychainFailure['code']])[] = [
  [/locked collection|is locked|interaction is not allowed|user interaction/i, 'keychain_locked'],
  [/cancell?ed|dismissed|denied|not authorized|authorization|passphrase you entered/i, 'keychain_denied'],
]

/** What a keychain's error means. Words that nobody wrote down mean that it can't be used. */
export function keychainFailure(error: unknown): KeychainFailure {
  const message = error instanceof Error ? error.message : ''
  return { code: MEANINGS.find(([pattern]) => pattern.test(message))?.[1] ?? 'keychain_unavailable' }
}
