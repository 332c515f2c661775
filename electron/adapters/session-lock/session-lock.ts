import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionLock } from '../../core/session/ports.ts'
import { whileLocked } from '../credentials-file/file-lock.ts'

/**
 * One holder per connection over the app, the command line and every other process of ours.
 *
 * @param folder  where the lock files stand (`<connection>.lock`); made with mode 0700 when missing
 */
export function makeSessionLock(folder: string): SessionLock {
  return {
    async whileHeld(id, waitMs, work) {
      let isHeld = false
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const done = await whileLocked(join(folder, `${id}.lock`), waitMs, () => {
          isHeld = true
          return work()
        })
        return done?.value
      } catch (error) {
        // Where no lock file can be made (a disk that is read-only by now), the lock can't be had.
        if (isHeld) throw error
        return undefined
      }
    },
  }
}
