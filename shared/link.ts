import { z } from 'zod'

/**
 * What a `latchkey://` link asked for, until the person answers. Anybody can make such a link: it is shown, and does
 * nothing by itself.
 */
export const LinkAsked = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signIn'), linkId: z.uuid(), host: z.string() }),
  /** `host` is `this-computer` for the workspace that Latchkey runs itself. */
  z.strictObject({ kind: z.literal('openKey'), linkId: z.uuid(), host: z.string(), keyId: z.string() }),
  /** It asked for nothing that we know; `text` is what it said, fit to be shown. */
  z.strictObject({ kind: z.literal('refused'), linkId: z.uuid(), text: z.string().max(200) }),
])
export type LinkAsked = z.infer<typeof LinkAsked>
