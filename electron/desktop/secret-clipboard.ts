import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ClipboardState } from '../../shared/app-state.ts'
import { after, type Instant } from '../../shared/instant.ts'
import { fail, succeed } from '../../shared/outcome.ts'
import type { SecretClipboard } from '../core/api-keys/ports.ts'
import type { Secret } from '../core/secret.ts'

/** The system's clipboard, as far as secrets need it. */
export interface SystemClipboard {
  /** Whether histories and cloud copies can be told to leave it alone. */
  canConceal: boolean
  write(secret: Secret): Promise<void>
  read(): Promise<string>
  clear(): Promise<void>
}

export interface ClipboardSurroundings {
  system: SystemClipboard
  now: () => Instant
  clearSeconds: () => number
  changed: (state: ClipboardState) => void
}

export interface WatchedClipboard extends SecretClipboard {
  /** Looks whether the time is over, ahead of the next second's own look: on wake and focus. */
  look(): Promise<void>
}

const LOOK_MS = 1_000

type Held = { what: 'bearerToken' | 'apiKey'; mark: Buffer; clearsAt: Instant }

/**
 * Puts secrets on the clipboard and takes them off again: after a time, on lock, on quit. Only what is still ours is
 * cleared. The text itself isn't kept: a keyed hash tells whether the clipboard still holds it.
 */
export function makeSecretClipboard({ system, now, clearSeconds, changed }: ClipboardSurroundings): WatchedClipboard {
  const hashKey = randomBytes(32)
  const markOf = (text: string) => createHmac('sha256', hashKey).update(text).digest()
  let held: Held | undefined
  let watching: ReturnType<typeof setInterval> | undefined

  async function isOurs(mark: Buffer): Promise<boolean> {
    return timingSafeEqual(markOf(await system.read()), mark)
  }

  async function clear(): Promise<void> {
    const mine = held
    if (mine === undefined) return
    try {
      if (await isOurs(mine.mark)) await system.clear()
      // Some desktops refuse while another window has the focus (GNOME on Wayland): look, don't believe.
      if (await isOurs(mine.mark)) return changed({ kind: 'stillThere', what: mine.what })
    } catch {
      return changed({ kind: 'stillThere', what: mine.what })
    }
    if (held !== mine) return
    held = undefined
    clearInterval(watching)
    changed({ kind: 'clear' })
  }

  async function look(): Promise<void> {
    if (held !== undefined && now() >= held.clearsAt) await clear()
  }

  return {
    async put(what, secret) {
      try {
        await system.write(secret)
      } catch {
        return fail({ code: 'clipboard_failed' })
      }
      const copiedAt = now()
      const clearsAt = after(copiedAt, clearSeconds() * 1_000)
      held = { what, mark: secretMark(secret, markOf), clearsAt }
      // Looked at each second, not timed once: timers stop in sleep, and a desktop that refused is asked again.
      clearInterval(watching)
      watching = setInterval(() => void look(), LOOK_MS)
      watching.unref()
      changed({ kind: 'holding', what, copiedAt, clearsAt, isConcealed: system.canConceal })
      return succeed({ clearsAt })
    },
    clear,
    look,
  }
}

function secretMark(secret: Secret, markOf: (text: string) => Buffer): Buffer {
  return markOf(secret.expose())
}
