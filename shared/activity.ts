import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { Instant } from './instant.ts'

/** What this machine itself did or noticed, in the past tense. */
export const ActivityKind = z.enum([
  'signedIn', 'signInFailed', 'signedOut', 'sessionEnded', 'tokenRefreshed', 'refreshFailed', 'tokenCopied',
  'filePublished', 'publicationFailed', 'fileChangedOutside', 'profileRenamed', 'defaultChanged',
  'keyGenerated', 'keyChanged', 'keyRotated', 'keyDeleted', 'keyCopied', 'keyStored', 'keySaved',
])
export type ActivityKind = z.infer<typeof ActivityKind>

/** One entry of this machine's own activity. `about` names what it was about (a key's name, a failure's code); never a secret. */
export const Activity = z.strictObject({
  id: z.int().positive(),
  at: Instant,
  kind: ActivityKind,
  connectionId: ConnectionId.optional(),
  about: z.string().max(200).optional(),
})
export type Activity = z.infer<typeof Activity>
