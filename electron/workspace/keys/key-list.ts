import type { Database } from '../../sqlite/open-database.ts'
import type { Keep } from '../storage/kept.ts'
import type { Vault } from '../vault/vault.ts'
import type { ApiKeys } from './api-keys.ts'
import { keyOf, keyStatus, type ApiKeyRecord, type KeyRow, type KeyStatus, type SealedKey } from './key-record.ts'

export type KeySortField = 'name' | 'createdAt' | 'expiresAt' | 'lastUsedAt'

export interface KeyListQuery {
  search: string
  statuses: readonly KeyStatus[]
  scope: string | undefined
  sort: { field: KeySortField; descending: boolean }
  offset: number
  limit: number
}

/** A page of one owner's keys, and how many there are on all pages. */
export interface KeyList {
  page(ownerId: string, query: KeyListQuery): { keys: ApiKeyRecord[]; total: number }
}

const COLUMN: Readonly<Record<Exclude<KeySortField, 'name'>, string>> = {
  createdAt: 'created_at', expiresAt: 'expires_at', lastUsedAt: 'last_used_at',
}

// Never expires: later than every time. Never used: earlier.
function sortValue(key: ApiKeyRecord, field: KeySortField): number | string {
  if (field === 'name') return key.name.toLowerCase()
  return key[field] ?? (field === 'expiresAt' ? Infinity : -Infinity)
}

function compare(field: KeySortField, descending: boolean): (a: ApiKeyRecord, b: ApiKeyRecord) => number {
  const turn = descending ? -1 : 1
  const names = new Intl.Collator('en', { numeric: true })
  return (a, b) => {
    const left = sortValue(a, field)
    const right = sortValue(b, field)
    if (typeof left === 'string' && typeof right === 'string') return turn * names.compare(left, right) || (a.id < b.id ? -1 : 1)
    return left === right ? (a.id < b.id ? -1 : 1) : turn * (left < right ? -1 : 1)
  }
}

function matches(key: ApiKeyRecord, query: KeyListQuery, now: number): boolean {
  const words = query.search.toLowerCase()
  if (words !== '' && !`${key.name} ${key.prefix} ${key.lastFour}`.toLowerCase().includes(words)) return false
  if (query.statuses.length > 0 && !query.statuses.includes(keyStatus(key, now))) return false
  return query.scope === undefined || key.scopes.includes(query.scope)
}

/**
 * Times can be sorted by the database, so a plain page costs its own rows only. Names and scopes are sealed: a search or
 * an order by name opens all keys of the owner, once, and keeps what it saw until a key changes.
 */
export function openKeyList(database: Database, vault: Vault, apiKeys: ApiKeys, keep: Keep, now: () => number): KeyList {
  const count = database.prepare<[string], number>('SELECT count(*) FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL').pluck()
  const all = database.prepare<[string], KeyRow>('SELECT * FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL')
  const pages = new Map<string, ReturnType<typeof pageStatement>>()
  const pageStatement = (field: Exclude<KeySortField, 'name'>, descending: boolean) => {
    const nulls = (field === 'expiresAt') === descending ? 'NULLS FIRST' : 'NULLS LAST'
    const order = `${COLUMN[field]} ${descending ? 'DESC' : 'ASC'} ${field === 'createdAt' ? '' : nulls}, id ${descending ? 'DESC' : 'ASC'}`
    return database.prepare<[string, number, number], KeyRow>(
      `SELECT * FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL ORDER BY ${order} LIMIT ? OFFSET ?`)
  }
  const opened = keep(() => new Map<string, ApiKeyRecord[]>())
  const counted = keep(() => new Map<string, number>())
  apiKeys.onChange(isUse => {
    opened.forget()
    if (!isUse) counted.forget()
  })
  const open = (row: KeyRow) => keyOf(row, JSON.parse(vault.open(row.sealed, `api_keys|${row.id}`)) as SealedKey)
  const remembered = <T>(cache: Map<string, T>, ownerId: string, make: () => T): T => {
    const found = cache.get(ownerId)
    if (found !== undefined) return found
    const made = make()
    cache.set(ownerId, made)
    return made
  }
  /** Rows that are skipped cost time too: past the middle they are counted from the other end. */
  const slice = (ownerId: string, field: Exclude<KeySortField, 'name'>, descending: boolean, offset: number, limit: number, total: number): KeyRow[] => {
    const fromEnd = offset > total / 2
    const direction = descending !== fromEnd
    const statement = remembered(pages, `${field}${String(direction)}`, () => pageStatement(field, direction))
    const rows = limit > 0 ? statement.all(ownerId, limit, fromEnd ? total - offset - limit : offset) : []
    return fromEnd ? rows.reverse() : rows
  }
  return {
    page(ownerId, query) {
      const { field, descending } = query.sort
      if (field !== 'name' && query.search === '' && query.statuses.length === 0 && query.scope === undefined) {
        const total = remembered(counted.get(), ownerId, () => count.get(ownerId) ?? 0)
        return { keys: slice(ownerId, field, descending, query.offset, Math.min(query.limit, total - query.offset), total).map(open), total }
      }
      const keys = remembered(opened.get(), ownerId, () => Array.from(all.iterate(ownerId), open))
      const at = now()
      const found = keys.filter(key => matches(key, query, at)).sort(compare(field, descending))
      return { keys: found.slice(query.offset, query.offset + query.limit), total: found.length }
    },
  }
}
