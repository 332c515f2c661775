import type { Vault } from '../vault/vault.ts'

/** The part of a key's record that is sealed. */
export interface SealedKey {
  name: string
  scopes: readonly string[]
  prefix: string
  lastFour: string
}

export type KeyRow = {
  id: string; owner_id: string; hash: Uint8Array; name_hash: Uint8Array; sealed: Uint8Array; created_at: number
  expires_at: number | null; expiring_at: number | null; last_used_at: number | null
  superseded_at: number | null; deleted_at: number | null
}

/** An API key as the service knows it. Times are epoch milliseconds; `expiresAt` undefined means never. */
export interface ApiKeyRecord extends SealedKey {
  id: string
  ownerId: string
  createdAt: number
  expiresAt: number | undefined
  expiringAt: number | undefined
  lastUsedAt: number | undefined
  supersededAt: number | undefined
  deletedAt: number | undefined
}

export type KeyStatus = 'active' | 'expiring' | 'expired'

export function keyOf(row: KeyRow, sealed: SealedKey): ApiKeyRecord {
  return {
    ...sealed, id: row.id, ownerId: row.owner_id, createdAt: row.created_at, expiresAt: row.expires_at ?? undefined,
    expiringAt: row.expiring_at ?? undefined, lastUsedAt: row.last_used_at ?? undefined,
    supersededAt: row.superseded_at ?? undefined, deletedAt: row.deleted_at ?? undefined,
  }
}

/** What the sealed part of a key's record is bound to, so that it opens in no other row. */
export const sealedPlace = (id: string): string => `api_keys|${id}`

/** The key in a row. Throws where what is sealed was altered or belongs to another row. */
export function openKey(vault: Vault, row: KeyRow): ApiKeyRecord {
  return keyOf(row, JSON.parse(vault.open(row.sealed, sealedPlace(row.id))) as SealedKey)
}

/** Expired from the very instant of `expiresAt` on. */
export function keyStatus(key: ApiKeyRecord, now: number): KeyStatus {
  if (key.expiresAt !== undefined && now >= key.expiresAt) return 'expired'
  return key.expiringAt !== undefined && now >= key.expiringAt ? 'expiring' : 'active'
}
