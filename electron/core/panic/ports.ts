import type { Instant } from '../../../shared/instant.ts'
import type { MadeKey, PanicReceipt } from '../../../shared/panic.ts'
import type { KeysApi } from '../api-keys/ports.ts'
import type { Departures } from '../session/departure.ts'
import type { Clock, Timer } from '../session/ports.ts'
import type { Tell } from '../state/app-events.ts'
import type { Connection } from '../../../shared/connection.ts'

/** Keeps the receipt between starts, until the person puts it away. */
export interface ReceiptShelf {
  read(): Promise<{ receipt: PanicReceipt; isPutAway: boolean } | undefined>
  keep(receipt: PanicReceipt, isPutAway: boolean): Promise<void>
  clear(): Promise<void>
}

export interface PanicPorts {
  clock: Clock
  timer: Timer
  tell: Tell
  departures: Departures
  api: Pick<KeysApi, 'list' | 'remove'>
  shelf: ReceiptShelf
  /** What is connected now, and the keys that this computer made. */
  known: () => { connections: readonly Connection[]; madeKeys: readonly MadeKey[] }
  /** Clears what is still ours on the clipboard; false where the desktop refused. */
  clearClipboard: () => Promise<boolean>
  /** Closes every fresh key that is being shown. */
  dropReveals: () => void
  /** A bug that nobody waits for. */
  reportBug: (error: unknown) => void
}

/** How long what is queued is tried. */
export const GIVES_UP_AFTER_MS = 14 * 86_400_000

/** The wait before the next try: from half a minute, doubling, to half an hour. */
export function waitBeforeTry(attempt: number): number {
  return Math.min(30 * 60_000, 30_000 * 2 ** Math.min(attempt - 1, 10))
}

export function hasGivenUp(startedAt: Instant, now: Instant): boolean {
  return now - startedAt > GIVES_UP_AFTER_MS
}
