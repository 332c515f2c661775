import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { whileLocked } from '../credentials-file/file-lock.ts'

/** Runs work that asks the keychain, when it is this caller's turn. */
export type KeychainTurn = <Answer>(work: () => Promise<Answer>) => Promise<Answer>

const WAIT_MS = 120_000

/**
 * Lets processes of ours ask the keychain one after another: asked by hundreds at once, a Secret Service answers each of
 * them too late.
 *
 * Who can't have the turn in time asks all the same: another process may stand before a password prompt.
 *
 * @param folder  where the lock file stands; made with mode 0700 when missing
 */
export function makeKeychainTurn(folder: string): KeychainTurn {
  return async work => {
    let isHeld = false
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const done = await whileLocked(join(folder, 'keychain.lock'), WAIT_MS, () => {
        isHeld = true
        return work()
      })
      if (done !== undefined) return done.value
    } catch (error) {
      // Where no lock file can be made the keychain may still be read.
      if (isHeld) throw error
    }
    return work()
  }
}
