import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Keep } from '../storage/kept.ts'
import type { Vault } from '../vault/vault.ts'
import { generateKey, isWellFormedKey } from './key-format.ts'
import { keyOf, openKey, sealedPlace, type ApiKeyRecord, type KeyRow, type SealedKey } from './key-record.ts'
import { openKnownKeys } from './known-keys.ts'

export type NameTaken = { code: 'name_taken' }
export type NoSuchKey = { code: 'no_such_key' }
export interface NewKey { name: string; scopes: readonly string[]; expiresAt: number | undefined }
export interface FreshKey { key: ApiKeyRecord; plain: string }

/** The API keys. Every question but `byPlainKey` names the owner: a key of somebody else is a key that isn't there. */
export interface ApiKeys {
  generate(ownerId: string, key: NewKey): Outcome<FreshKey, NameTaken>
  change(ownerId: string, id: string, change: { name?: string | undefined; scopes?: readonly string[] | undefined }): Outcome<ApiKeyRecord, NameTaken | NoSuchKey>
  /** A second key with the name and scopes of the first, which lives `overlapSeconds` longer and no longer than it would have. */
  rotate(ownerId: string, id: string, overlapSeconds: number): Outcome<FreshKey, NoSuchKey>
  /** Another text for a key whose first one never arrived. `in_use` where somebody has called with it meanwhile. */
  renew(ownerId: string, id: string): Outcome<FreshKey, NoSuchKey | { code: 'in_use' }>
  remove(ownerId: string, id: string): ApiKeyRecord | undefined
  /** Ends every key of a person at once. */
  removeAllOf(ownerId: string): number
  byId(ownerId: string, id: string): ApiKeyRecord | undefined
  /**
   * The key with this text, in whatever state; undefined for a malformed or unknown one. Keys that called lately are
   * answered from memory, as of their last change; their last use may be older.
   */
  byPlainKey(text: string): ApiKeyRecord | undefined
  /** Writes when keys were last used; one transaction. */
  noteUse(uses: ReadonlyMap<string, number>): void
  /** Called with each change and each use that is written: what was read of keys is stale from then on. */
  onChange(listener: (isUse: boolean) => void): void
}

// A key counts as expiring in the last quarter of its life, and in its last week at the earliest.
const EXPIRING_MS = 7 * 24 * 3600 * 1000

function expiringAt(createdAt: number, expiresAt: number | undefined): number | null {
  if (expiresAt === undefined) return null
  return Math.round(expiresAt - Math.min(EXPIRING_MS, (expiresAt - createdAt) / 4))
}

function statements(database: Database) {
  return {
    insert: database.prepare(`INSERT INTO api_keys (id, owner_id, hash, name_hash, sealed, created_at, expires_at, expiring_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    named: database.prepare<[string, Uint8Array, string], number>(
      'SELECT 1 FROM api_keys WHERE owner_id = ? AND name_hash = ? AND id <> ? AND deleted_at IS NULL AND superseded_at IS NULL').pluck(),
    byId: database.prepare<[string, string], KeyRow>('SELECT * FROM api_keys WHERE owner_id = ? AND id = ? AND deleted_at IS NULL'),
    byHash: database.prepare<[Uint8Array], KeyRow>('SELECT * FROM api_keys WHERE hash = ?'),
    update: database.prepare('UPDATE api_keys SET name_hash = ?, sealed = ? WHERE id = ?'),
    supersede: database.prepare('UPDATE api_keys SET superseded_at = ?, expires_at = ?, expiring_at = min(coalesce(expiring_at, ?), ?) WHERE id = ?'),
    renew: database.prepare('UPDATE api_keys SET hash = ?, sealed = ? WHERE id = ?'),
    remove: database.prepare('UPDATE api_keys SET deleted_at = ? WHERE id = ?'),
    ofOwner: database.prepare<[string], string>('SELECT id FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL').pluck(),
    used: database.prepare('UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?'),
  }
}

export function openApiKeys(database: Database, vault: Vault, keep: Keep, now: () => number): ApiKeys {
  const sql = statements(database)
  const listeners: ((isUse: boolean) => void)[] = []
  const tellListeners = (isUse = false) => { for (const listener of listeners) listener(isUse) }
  const known = openKnownKeys(keep)
  const changed = () => {
    known.forget()
    tellListeners()
  }
  const nameHash = (ownerId: string, name: string) => vault.hash(`${ownerId}|${name.toLowerCase()}`, 'api_keys.name')
  const read = (row: KeyRow | undefined) => (row ? openKey(vault, row) : undefined)

  const byText = (text: string): ApiKeyRecord | undefined => {
    if (!isWellFormedKey(text)) return undefined
    for (const hash of vault.hashes(text, 'api_keys.hash')) {
      const row = sql.byHash.get(hash)
      if (row) return read(row)
    }
    return undefined
  }

  const insert = (ownerId: string, fresh: NewKey): FreshKey => {
    const id = randomUUID()
    const plain = generateKey()
    const createdAt = now()
    const sealed: SealedKey = { name: fresh.name, scopes: fresh.scopes, prefix: plain.prefix, lastFour: plain.lastFour }
    const row: KeyRow = {
      id, owner_id: ownerId, hash: vault.hash(plain.text, 'api_keys.hash'), name_hash: nameHash(ownerId, fresh.name),
      sealed: vault.seal(JSON.stringify(sealed), sealedPlace(id)), created_at: createdAt, expires_at: fresh.expiresAt ?? null,
      expiring_at: expiringAt(createdAt, fresh.expiresAt), last_used_at: null, superseded_at: null, deleted_at: null,
    }
    sql.insert.run(row.id, row.owner_id, row.hash, row.name_hash, row.sealed, row.created_at, row.expires_at, row.expiring_at)
    return { key: keyOf(row, sealed), plain: plain.text }
  }

  const rotate = database.transaction((old: ApiKeyRecord, overlapSeconds: number): FreshKey => {
    const at = now()
    const overlapEnd = at + overlapSeconds * 1000
    const end = Math.min(old.expiresAt ?? Infinity, overlapEnd)
    sql.supersede.run(at, end, at, at, old.id)
    const life = old.expiresAt === undefined ? undefined : old.expiresAt - old.createdAt
    return insert(old.ownerId, { name: old.name, scopes: old.scopes, expiresAt: life === undefined ? undefined : at + life })
  })

  return {
    generate(ownerId, fresh) {
      if (sql.named.get(ownerId, nameHash(ownerId, fresh.name), '')) return fail({ code: 'name_taken' })
      const made = insert(ownerId, fresh)
      tellListeners()
      return succeed(made)
    },
    change(ownerId, id, change) {
      const old = this.byId(ownerId, id)
      if (!old) return fail({ code: 'no_such_key' })
      const name = change.name ?? old.name
      if (old.supersededAt === undefined && sql.named.get(ownerId, nameHash(ownerId, name), id)) return fail({ code: 'name_taken' })
      const sealed: SealedKey = { name, scopes: change.scopes ?? old.scopes, prefix: old.prefix, lastFour: old.lastFour }
      sql.update.run(nameHash(ownerId, name), vault.seal(JSON.stringify(sealed), sealedPlace(id)), id)
      changed()
      return succeed({ ...old, ...sealed })
    },
    rotate(ownerId, id, overlapSeconds) {
      const old = this.byId(ownerId, id)
      // A key that was already rotated has its successor; an expired one is generated anew, not brought back.
      if (!old || old.supersededAt !== undefined) return fail({ code: 'no_such_key' })
      const made = rotate(old, overlapSeconds)
      changed()
      return succeed(made)
    },
    renew(ownerId, id) {
      const old = this.byId(ownerId, id)
      if (!old) return fail({ code: 'no_such_key' })
      if (old.lastUsedAt !== undefined) return fail({ code: 'in_use' })
      const plain = generateKey()
      const sealed: SealedKey = { name: old.name, scopes: old.scopes, prefix: plain.prefix, lastFour: plain.lastFour }
      sql.renew.run(vault.hash(plain.text, 'api_keys.hash'), vault.seal(JSON.stringify(sealed), sealedPlace(id)), id)
      changed()
      return succeed({ key: { ...old, ...sealed }, plain: plain.text })
    },
    remove(ownerId, id) {
      const old = this.byId(ownerId, id)
      if (!old) return undefined
      sql.remove.run(now(), id)
      changed()
      return old
    },
    removeAllOf(ownerId) {
      const ids = sql.ofOwner.all(ownerId)
      database.transaction(() => { for (const id of ids) sql.remove.run(now(), id) })()
      changed()
      return ids.length
    },
    byId: (ownerId, id) => read(sql.byId.get(ownerId, id)),
    byPlainKey: text => known.find(text, () => byText(text)),
    noteUse(uses) {
      // Nobody was told of these: they survive a kill, and a power cut once anything else is written. Waiting for the disk
      // for every hundred of ten thousand callers would hold up their requests.
      database.pragma('synchronous = NORMAL')
      try {
        database.transaction(() => { for (const [id, at] of uses) sql.used.run(at, id) })()
      } finally {
        database.pragma('synchronous = FULL')
      }
      tellListeners(true)
    },
    onChange: listener => void listeners.push(listener),
  }
}
