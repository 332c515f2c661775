import type { Parts } from './api/parts.ts'
import type { OidcRecords } from './oidc/oidc-records.ts'
import type { Gathered } from './storage/gathered.ts'

/** What goes on beside requests: jobs, and clearing away what has expired. */
export interface Background {
  /** Carries out pending jobs soon, after the answer that started them. */
  work(): void
  stop(): void
}

/** How often a new data key is looked for: a rotation waits for twice that before it seals with it. */
export const KEY_REFRESH_MS = 2_000
const SWEEP_MS = 10 * 60 * 1000
// What was gathered is at most this old in the database: a killed process forgets no more.
const WRITE_MS = 20_000

/** `batches` are written from time to time, and when the service stops, in this order. `refreshKeys` takes up data keys that a rotation added. */
export function startBackground(parts: Parts & { records: OidcRecords }, batches: readonly Gathered[], refreshKeys: () => Promise<unknown>, onError: (error: Error) => void): Background {
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
  let isStopped = false
  const writeOut = (batch: Gathered) => {
    let left = batch.waiting()
    // A turn of the event loop each: requests are answered meanwhile.
    const writeSome = guarded(() => {
      const written = isStopped ? 0 : batch.writeSome()
      left -= written
      if (written > 0 && left > 0) setImmediate(writeSome)
    })
    writeSome()
  }
  const write = setInterval(() => { batches.forEach(writeOut) }, WRITE_MS)
  write.unref()
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
      clearInterval(write)
      isStopped = true
      for (const batch of batches) guarded(() => { while (batch.writeSome() > 0); })()
    },
  }
}
