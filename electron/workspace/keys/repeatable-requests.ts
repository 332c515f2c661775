import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from '../vault/vault.ts'

/** Remembers for a day which key a request with an `Idempotency-Key` made, so that its repetition makes no second one. */
export interface RepeatableRequests {
  /** `other_request` where the same Idempotency-Key came with another request. */
  find(personId: string, idempotencyKey: string, request: string): { apiKeyId: string } | 'other_request' | undefined
  remember(personId: string, idempotencyKey: string, request: string, apiKeyId: string): void
  sweep(): void
}

const DAY_MS = 24 * 3600 * 1000

export function openRepeatableRequests(database: Database, vault: Vault, now: () => number): RepeatableRequests {
  const find = database.prepare<[string, Uint8Array, number], { request_hash: Uint8Array; api_key_id: string }>(
    'SELECT request_hash, api_key_id FROM repeatable_requests WHERE person_id = ? AND key_hash = ? AND created_at > ?')
  const insert = database.prepare('INSERT OR REPLACE INTO repeatable_requests (person_id, key_hash, request_hash, api_key_id, created_at) VALUES (?, ?, ?, ?, ?)')
  const sweep = database.prepare('DELETE FROM repeatable_requests WHERE created_at <= ?')
  const keyHash = (text: string) => vault.hash(text, 'repeatable.key')
  const requestHash = (text: string) => vault.hash(text, 'repeatable.request')
  return {
    find(personId, idempotencyKey, request) {
      const row = find.get(personId, keyHash(idempotencyKey), now() - DAY_MS)
      if (!row) return undefined
      return requestHash(request).equals(row.request_hash) ? { apiKeyId: row.api_key_id } : 'other_request'
    },
    remember: (personId, idempotencyKey, request, apiKeyId) =>
      void insert.run(personId, keyHash(idempotencyKey), requestHash(request), apiKeyId, now()),
    sweep: () => void sweep.run(now() - DAY_MS),
  }
}
