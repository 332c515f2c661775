import type { ApiKeys } from './api-keys.ts'

/** Remembers when keys were used and writes it in batches: never on the way of a request. */
export interface KeyUse {
  note(keyId: string): void
  /** Whether a use is known that isn't written yet. */
  isPending(keyId: string): boolean
  /** Writes what is pending. Called each `flushMs`, and when the service stops. */
  flush(): void
  stop(): void
}

// So many more keys in use are written at once: each batch is over in a few milliseconds.
const MOST_PENDING = 1_000

export function openKeyUse(apiKeys: ApiKeys, now: () => number, flushMs: number): KeyUse {
  let pending = new Map<string, number>()
  const flush = () => {
    if (pending.size === 0) return
    const uses = pending
    pending = new Map()
    apiKeys.noteUse(uses)
  }
  const timer = setInterval(flush, flushMs)
  timer.unref()
  return {
    note(keyId) {
      pending.set(keyId, now())
      if (pending.size === MOST_PENDING) setImmediate(flush)
    },
    isPending: keyId => pending.has(keyId),
    flush,
    stop() {
      clearInterval(timer)
      flush()
    },
  }
}
