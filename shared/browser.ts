import { z } from 'zod'

/** Names an installed browser on its system: a desktop file, a bundle, a registry key. */
export const BrowserId = z.string().min(1).max(200)
export type BrowserId = z.infer<typeof BrowserId>

/** A browser that a person may sign in with. */
export const Browser = z.strictObject({ id: BrowserId, name: z.string().min(1).max(100) })
export type Browser = z.infer<typeof Browser>
