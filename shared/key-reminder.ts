import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { Instant } from './instant.ts'

/** A key that ends soon enough to be told. One of `week` and `day`: the earlier reminder and the later one. */
export const KeyReminder = z.strictObject({
  connectionId: ConnectionId,
  keyId: z.string(),
  name: z.string(),
  endsAt: Instant,
  which: z.enum(['week', 'day']),
})
export type KeyReminder = z.infer<typeof KeyReminder>

/** Names what a reminder is about, so that it is told once: the same key with another end is another thing. */
export function causeOf({ keyId, endsAt, which }: KeyReminder): string {
  return `key ${keyId} ${String(endsAt)} ${which}`
}
