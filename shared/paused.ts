import type { KeepFresh } from './connection.ts'

/** A pause that remembers what it interrupts. A time that was set is forgotten: by the end of the pause it may be over. */
export function pausedFrom(keepFresh: KeepFresh): KeepFresh {
  return { kind: 'paused', before: keepFresh.kind === 'whileUnlocked' ? 'whileUnlocked' : 'always' }
}
