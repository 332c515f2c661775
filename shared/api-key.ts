import { z } from 'zod'
import { Instant } from './instant.ts'

export const KeyStatus = z.enum(['active', 'expiring', 'expired'])
export type KeyStatus = z.infer<typeof KeyStatus>

/** The public part of an API key; never the key itself. */
export const ApiKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  lastFour: z.string(),
  scopes: z.array(z.string()),
  createdAt: Instant,
  expiresAt: z.union([Instant, z.literal('never')]),
  lastUsedAt: z.union([Instant, z.literal('never')]),
  status: KeyStatus,
})
export type ApiKey = z.infer<typeof ApiKey>

/** The life that a person chooses for a key. */
export const ExpiryChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('in'), seconds: z.int().positive() }),
  z.strictObject({ kind: z.literal('at'), at: Instant }),
  z.strictObject({ kind: z.literal('never') }),
])
export type ExpiryChoice = z.infer<typeof ExpiryChoice>

export const KeySortField = z.enum(['name', 'createdAt', 'expiresAt', 'lastUsedAt'])
export type KeySortField = z.infer<typeof KeySortField>

/** What to list, and in which order. `page` counts from 1. */
export const KeyQuery = z.strictObject({
  search: z.string().max(200),
  statuses: z.array(KeyStatus),
  scope: z.string().max(100).optional(),
  sort: z.strictObject({ field: KeySortField, descending: z.boolean() }),
  page: z.int().positive(),
  size: z.int().positive().max(500),
})
export type KeyQuery = z.infer<typeof KeyQuery>

export const KeyPage = z.strictObject({ keys: z.array(ApiKey), total: z.int().nonnegative() })
export type KeyPage = z.infer<typeof KeyPage>
