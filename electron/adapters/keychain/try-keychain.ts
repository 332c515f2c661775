import { randomBytes, randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { instant } from '../../../shared/instant.ts'
import type { KeychainFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { Secret } from '../../core/secret.ts'
import { collectionLock } from './collection-lock.ts'
import type { Keychain } from './keychain.ts'
import { openSession, SEALING_KEY_BYTES, sealingKeyFrom, sealingKeyText, sealSession } from './sealed-session.ts'

/**
 * Goes the whole way of a session through the keychain, with a key and a token made for it, and leaves nothing behind.
 *
 * A locked keychain would ask for its password at the first write: without `mayAsk` it is only looked at.
 */
export async function tryKeychain(keychain: Keychain, environment: Readonly<Record<string, string | undefined>>, mayAsk: boolean): Promise<Outcome<{ tookMs: number }, KeychainFailure>> {
  if (mayAsk) keychain.mayAskAgain()
  else if (process.platform === 'linux' && (await collectionLock(environment)) === 'locked') return fail({ code: 'keychain_locked' })
  const since = performance.now()
  const account = `try-${randomUUID()}`
  const key = randomBytes(SEALING_KEY_BYTES)
  const written = await keychain.write(account, sealingKeyText(key))
  if (!written.ok) return written
  const back = await keychain.read(account)
  const removed = await keychain.remove(account)
  if (back.kind === 'failed') return fail(back.failure)
  if (!removed.ok) return removed
  const kept = back.kind === 'found' ? sealingKeyFrom(back.secret) : undefined
  return kept !== undefined && opens(kept, key, account) ? succeed({ tookMs: Math.round(performance.now() - since) }) : fail({ code: 'keychain_corrupt' })
}

/** Whether what the given key sealed opens with the one that came back. */
function opens(kept: Uint8Array, given: Uint8Array, account: string): boolean {
  const token = randomBytes(16).toString('hex')
  const sealed = sealSession(given, account, { accessToken: new Secret(token), refreshToken: undefined, idToken: undefined, issuedAt: instant(0), expiresAt: instant(0) })
  return openSession(kept, account, sealed)?.accessToken.expose() === token
}
