import { gathered, type Gathered } from '../storage/gathered.ts'
import type { ApiKeys } from './api-keys.ts'

/** Remembers when keys were used. */
export interface KeyUse extends Gathered {
  note(keyId: string): void
  /** Whether a use is known that isn't written yet. */
  isPending(keyId: string): boolean
}

export function openKeyUse(apiKeys: ApiKeys, now: () => number): KeyUse {
  const pending = new Map<string, number>()
  return {
    ...gathered(pending, uses => { apiKeys.noteUse(uses) }),
    note: keyId => void pending.set(keyId, now()),
    isPending: keyId => pending.has(keyId),
  }
}
