import type { ApiKey } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { Reveal } from '../../../shared/contract.ts'
import { after, type Instant } from '../../../shared/instant.ts'
import type { Secret } from '../secret.ts'
import type { Clock, Timer } from '../session/ports.ts'
import { keyShape } from './key-format.ts'
import type { FreshKey } from './ports.ts'

/** How long a fresh key can be taken. */
export const REVEAL_MS = 5 * 60_000

/** A fresh key while it is shown. */
export interface HeldKey {
  connectionId: ConnectionId
  key: ApiKey
  plain: Secret
  /** By its checksum; a damaged key is not handed out. */
  isDamaged: boolean
}

export interface RevealSurroundings {
  clock: Clock
  timer: Timer
  /** A fresh UUID each time. */
  newId: () => string
  /** Whoever shows this key closes it and forgets. */
  closed: (revealId: string) => void
}

/**
 * Holds the text of each fresh key for its one showing; outside the window's dialog this is the only copy.
 *
 * JavaScript strings can't be overwritten: dropping a key means dropping the reference.
 */
export interface Reveals {
  /** Gives what the window shows: the one place where a key's text leaves its wrapper. */
  hold(connectionId: ConnectionId, fresh: FreshKey): Reveal
  /** The key, while its time is not over. */
  peek(revealId: string): HeldKey | undefined
  /** The window closed it. */
  drop(revealId: string): void
  /** On lock, sleep, sign-out and quit. Without an id, those of every connection. */
  dropAll(connectionId?: ConnectionId): void
}

type Held = HeldKey & { closesAt: Instant; cancelTimer: () => void }

export function makeReveals({ clock, timer, newId, closed }: RevealSurroundings): Reveals {
  const held = new Map<string, Held>()

  function drop(revealId: string, tellWindow: boolean): void {
    const found = held.get(revealId)
    if (found === undefined) return
    found.cancelTimer()
    held.delete(revealId)
    if (tellWindow) closed(revealId)
  }

  return {
    hold(connectionId, { key, plain }) {
      const revealId = newId()
      const closesAt = after(clock.now(), REVEAL_MS)
      const plainKey = plain.expose()
      const cancelTimer = timer.after(REVEAL_MS, () => { drop(revealId, true) })
      held.set(revealId, { connectionId, key, plain, isDamaged: keyShape(plainKey) === 'damaged', closesAt, cancelTimer })
      return { revealId, key, plainKey, closesAt }
    },
    peek(revealId) {
      const found = held.get(revealId)
      if (found === undefined) return undefined
      // Timers stand still in sleep; the wall clock tells.
      if (clock.now() < found.closesAt) return found
      drop(revealId, true)
      return undefined
    },
    drop(revealId) {
      drop(revealId, false)
    },
    dropAll(connectionId) {
      for (const [revealId, one] of [...held]) if (connectionId === undefined || one.connectionId === connectionId) drop(revealId, true)
    },
  }
}
