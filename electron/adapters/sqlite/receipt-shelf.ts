import { z } from 'zod'
import { PanicReceipt } from '../../../shared/panic.ts'
import type { ReceiptShelf } from '../../core/panic/ports.ts'
import type { AppDatabase } from './app-database.ts'

const Kept = z.object({ receipt: PanicReceipt, isPutAway: z.boolean() })

/** The receipt of the last panic, kept in the app's own database: names, times and outcomes, no secret. */
export function makeReceiptShelf(database: AppDatabase): ReceiptShelf {
  return {
    async read() {
      const json = await database.use(sqlite => sqlite.prepare<[], string>('SELECT json FROM panic').pluck().get())
      if (json === undefined) return undefined
      try {
        return Kept.safeParse(JSON.parse(json)).data
      } catch {
        // A receipt of an older form is worth nothing; what is owed stands in the connections' records.
        return undefined
      }
    },
    async keep(receipt, isPutAway) {
      await database.use(sqlite => sqlite.prepare('INSERT OR REPLACE INTO panic (id, json) VALUES (1, ?)').run(JSON.stringify({ receipt, isPutAway })))
    },
    async clear() {
      await database.use(sqlite => sqlite.prepare('DELETE FROM panic').run())
    },
  }
}
