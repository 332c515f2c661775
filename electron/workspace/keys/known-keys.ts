import { hash, randomBytes } from 'node:crypto'
import type { Keep } from '../storage/kept.ts'
import type { ApiKeyRecord } from './key-record.ts'

/** The keys that called lately: a call of theirs reads and opens no record. */
export interface KnownKeys {
  /** The key with this text; `read` where it isn't known. */
  find(text: string, read: () => ApiKeyRecord | undefined): ApiKeyRecord | undefined
  /** After a change of any key. */
  forget(): void
}

// About 15 MB. Past it, the one that came first makes room.
const MOST = 20_000

export function openKnownKeys(keep: Keep, most = MOST): KnownKeys {
  const known = keep(() => new Map<string, ApiKeyRecord>())
  // SECURITY: no text of a key stays in memory. Hashed in one go, since an HMAC takes four times as long; this one is stored nowhere.
  const salt = randomBytes(32).toString('base64')
  return {
    find(text, read) {
      const keys = known.get()
      const digest = hash('sha256', salt + text, 'base64')
      const found = keys.get(digest)
      if (found) return found
      const key = read()
      if (!key) return undefined
      const [first] = keys.keys()
      if (first !== undefined && keys.size >= most) keys.delete(first)
      keys.set(digest, key)
      return key
    },
    forget: known.forget,
  }
}
