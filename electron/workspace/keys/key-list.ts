import type { Database, Statement } from '../../sqlite/open-database.ts'
import type { Keep } from '../storage/kept.ts'
import type { Vault } from '../vault/vault.ts'
import type { ApiKeys } from './api-keys.ts'
import { keyStatus, openKey, type ApiKeyRecord, type KeyRow, type KeyStatus } from './key-record.ts'
import { openOpenedKeys, type Opened } from './opened-keys.ts'
import { makePagePlaces, type PagePlaces, type Place } from './page-places.ts'

export type KeySortField = 'name' | 'createdAt' | 'expiresAt' | 'lastUsedAt'

export interface KeyListQuery {
  search: string
  statuses: readonly KeyStatus[]
  scope: string | undefined
  sort: { field: KeySortField; descending: boolean }
  offset: number
  limit: number
}

export interface KeyPage { keys: ApiKeyRecord[]; total: number }

/** A page of one owner's keys, and how many there are on all pages. */
export interface KeyList {
  page(ownerId: string, query: KeyListQuery): Promise<KeyPage>
}

const COLUMN: Readonly<Record<Exclude<KeySortField, 'name'>, string>> = {
  createdAt: 'created_at', expiresAt: 'expires_at', lastUsedAt: 'last_used_at',
}

// Never expires: later than every time. Never used: earlier.
function sortValue(key: ApiKeyRecord, field: KeySortField): number | string {
  if (field === 'name') return key.name.toLowerCase()
  return key[field] ?? (field === 'expiresAt' ? Infinity : -Infinity)
}

/** Ascending; of equal ones by their ids, as the database does it. */
function compareBy(field: KeySortField): (a: Opened, b: Opened) => number {
  const names = new Intl.Collator('en', { numeric: true })
  return ({ key: a }, { key: b }) => {
    const left = sortValue(a, field)
    const right = sortValue(b, field)
    const order = typeof left === 'string' && typeof right === 'string' ? names.compare(left, right) : left === right ? 0 : left < right ? -1 : 1
    return order || (a.id < b.id ? -1 : 1)
  }
}

function matcher({ search, statuses, scope }: KeyListQuery, now: number): (opened: Opened) => boolean {
  const words = search.toLowerCase()
  return ({ key, text }) => text.includes(words) && (statuses.length === 0 || statuses.includes(keyStatus(key, now))) && (scope === undefined || key.scopes.includes(scope))
}

type Bound = (string | number)[]
type TimeField = Exclude<KeySortField, 'name'>

/** No key expires later than this after it began to count as expiring (`expiringAt` in api-keys.ts, and the longest overlap of a rotation). */
const LONGEST_EXPIRING_MS = 7 * 24 * 3600 * 1000

/** `keyStatus`, for the database: as ranges of the index by expiry, where there is one. */
const STATUS: Readonly<Record<KeyStatus, (now: number) => { sql: string; bound: number[] }>> = {
  expired: now => ({ sql: 'expires_at <= ?', bound: [now] }),
  expiring: now => ({ sql: 'expires_at > ? AND expires_at <= ? AND expiring_at <= ?', bound: [now, now + LONGEST_EXPIRING_MS, now] }),
  active: now => ({ sql: '(expires_at IS NULL OR expires_at > ?) AND (expiring_at IS NULL OR expiring_at > ?)', bound: [now, now] }),
}

const OWN_KEYS = 'FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL'

function keysThatAre(statuses: readonly KeyStatus[], ownerId: string, now: number): { sql: string; bound: Bound } {
  const any = statuses.map(status => STATUS[status](now))
  const condition = any.length === 0 ? '' : `AND (${any.map(({ sql }) => sql).join(' OR ')})`
  return { sql: `${OWN_KEYS} ${condition}`, bound: [ownerId, ...any.flatMap(({ bound }) => bound)] }
}

function orderOf(field: TimeField, descending: boolean): string {
  const nulls = (field === 'expiresAt') === descending ? 'NULLS FIRST' : 'NULLS LAST'
  return `ORDER BY ${COLUMN[field]} ${descending ? 'DESC' : 'ASC'} ${field === 'createdAt' ? '' : nulls}, id ${descending ? 'DESC' : 'ASC'}`
}

const remembered = <K, T>(cache: Map<K, T>, of: K, make: () => T): T => {
  const found = cache.get(of)
  if (found !== undefined) return found
  const made = make()
  cache.set(of, made)
  return made
}

/**
 * Times and statuses can be asked of the database, so a page by them costs its own rows only. Names and scopes are sealed: a
 * search or an order by name opens all keys of the owner, in slices, and keeps what it saw until a key changes.
 */
export function openKeyList(database: Database, vault: Vault, apiKeys: ApiKeys, keep: Keep, now: () => number): KeyList {
  const counts = keep(() => new Map<string, number>())
  const known = keep(() => new Map<string, PagePlaces>())
  const open = (row: KeyRow) => openKey(vault, row)
  const opened = openOpenedKeys(database, keep, open)
  apiKeys.onChange(isUse => {
    opened.forget()
    if (isUse) return
    counts.forget()
    known.forget()
  })
  const pageStatements = new Map<string, Statement<Bound, KeyRow>>()
  const countStatements = new Map<string, Statement<Bound, number>>()

  const countOf = (statuses: readonly KeyStatus[], ownerId: string, at: number): number => {
    const { sql, bound } = keysThatAre(statuses, ownerId, at)
    return remembered(countStatements, sql, () => database.prepare<Bound, number>(`SELECT count(*) ${sql}`).pluck()).get(...bound) ?? 0
  }
  function totalOf(statuses: readonly KeyStatus[], ownerId: string, at: number): number {
    // Counted without looking at each: what is active is the rest.
    const whole = remembered(counts.get(), ownerId, () => countOf([], ownerId, at))
    if (statuses.length === 0) return whole
    const others = (['expired', 'expiring'] as const).filter(status => statuses.includes('active') !== statuses.includes(status))
    const counted = others.reduce((sum, status) => sum + countOf([status], ownerId, at), 0)
    return statuses.includes('active') ? whole - counted : counted
  }
  /** Rows that are skipped cost time too: past the middle they are counted from the other end. */
  function rowsAt(ownerId: string, field: TimeField, { statuses, sort, offset }: KeyListQuery, wanted: number, total: number, at: number): KeyRow[] {
    const isFromEnd = offset > total / 2
    const { sql, bound } = keysThatAre(statuses, ownerId, at)
    const order = orderOf(field, sort.descending !== isFromEnd)
    const page = remembered(pageStatements, `${sql} ${order}`, () => database.prepare<Bound, KeyRow>(`SELECT * ${sql} ${order} LIMIT ? OFFSET ?`))
    const rows = page.all(...bound, wanted, isFromEnd ? total - offset - wanted : offset)
    return isFromEnd ? rows.reverse() : rows
  }
  /** From a row on whose place is known, by the index. */
  function rowsFrom(ownerId: string, place: Place, { sort: { descending }, offset }: KeyListQuery, wanted: number): KeyRow[] {
    const sql = `${OWN_KEYS} AND (created_at, id) ${descending ? '<=' : '>='} (?, ?) ${orderOf('createdAt', descending)}`
    const page = remembered(pageStatements, sql, () => database.prepare<Bound, KeyRow>(`SELECT * ${sql} LIMIT ? OFFSET ?`))
    return page.all(ownerId, place.createdAt, place.id, wanted, offset - place.before)
  }
  function pageByTime(ownerId: string, field: TimeField, query: KeyListQuery): KeyPage {
    const { statuses, sort: { descending }, limit, offset } = query
    const at = now()
    const total = totalOf(statuses, ownerId, at)
    const wanted = Math.min(limit, total - offset)
    if (wanted <= 0) return { keys: [], total }
    const places = field === 'createdAt' && statuses.length === 0 ? remembered(known.get(), `${ownerId} ${String(descending)}`, makePagePlaces) : undefined
    const near = places?.near(offset)
    const isNear = near && offset - near.before < Math.min(offset, total - offset)
    const rows = isNear ? rowsFrom(ownerId, near, query, wanted) : rowsAt(ownerId, field, query, wanted, total, at)
    for (const index of [0, rows.length - 1]) {
      const row = rows[index]
      if (row) places?.add({ before: offset + index, createdAt: row.created_at, id: row.id })
    }
    return { keys: rows.map(open), total }
  }

  return {
    async page(ownerId, query) {
      const { search, scope, sort: { field, descending }, offset, limit } = query
      if (field !== 'name' && search === '' && scope === undefined) return pageByTime(ownerId, field, query)
      const { keys, orders } = await opened.of(ownerId)
      const found = (field === 'createdAt' ? keys : remembered(orders, field, () => keys.toSorted(compareBy(field)))).filter(matcher(query, now()))
      if (descending) found.reverse()
      return { keys: found.slice(offset, offset + limit).map(({ key }) => key), total: found.length }
    },
  }
}
