import type { Parts } from './api/parts.ts'
import type { OidcRecords } from './oidc/oidc-records.ts'

/** What goes on beside requests: jobs, and clearing away what has expired. */
export interface Background {
  /** Carries out pending jobs soon, after the answer that started them. */
  work(): void
  stop(): void
}

/** How often a new data key is looked for: a rotation waits for twice that before it seals with it. */
export const KEY_REFRESH_MS = 2_000
const SWEEP_MS = 10 * 60 * 1000

/** `batches` write what they have gathered when they are stopped, in this order. `refreshKeys` takes up data keys that a rotation added. */
export function startBackground(parts: Parts & { records: OidcRecords }, batches: readonly { stop(): void }[], refreshKeys: () => Promise<unknown>, onError: (error: Error) => void): Background {
  const guarded = (work: () => void) => () => {
    try {
      work()
    } catch (error) {
      onError(error instanceof Error ? error : new Error('background work failed'))
    }
  }
  const sweep = setInterval(guarded(() => {
    parts.records.sweep()
    parts.repeatable.sweep()
  }), SWEEP_MS)
  sweep.unref()
  const refresh = setInterval(() => { refreshKeys().catch((error: unknown) => { onError(error instanceof Error ? error : new Error('keys were not refreshed')) }) }, KEY_REFRESH_MS)
  refresh.unref()
  let due: NodeJS.Immediate | undefined
  const carryOut = guarded(() => {
    due = undefined
    parts.atomically(() => {
      parts.log.append(parts.integrationUsers.work().map(job => ({
        action: 'jobEnded', result: job.status === 'succeeded' ? 'succeeded' : 'refused', actorId: job.startedBy, targetType: 'job', targetId: job.id,
        details: { type: job.type, status: job.status },
      })))
    })
  })
  // What a killed process left undone.
  carryOut()
  return {
    work() { due ??= setImmediate(carryOut) },
    stop() {
      clearInterval(sweep)
      clearInterval(refresh)
      if (due) clearImmediate(due)
      for (const batch of batches) batch.stop()
    },
  }
}
