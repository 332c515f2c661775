import type { KeepFresh } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'

/** Whether a token may be renewed by itself now; a person's own *Refresh now* is asked nothing. */
export function mayKeepFresh(wish: KeepFresh, now: Instant, isScreenLocked: boolean): boolean {
  switch (wish.kind) {
    case 'always':
      return true
    case 'until':
      return now < wish.at
    case 'paused':
      return false
    case 'whileUnlocked':
      return !isScreenLocked
  }
}
