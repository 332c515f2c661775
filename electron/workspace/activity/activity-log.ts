import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from '../vault/vault.ts'
import type { Activity, ActivityAction, ActivityResult, RecordedActivity } from './activity.ts'

type SealedActivity = Pick<Activity, 'actorEmail' | 'requestId' | 'details'>
type ActivityRow = {
  seq: number; id: string; at: number; action: ActivityAction; result: ActivityResult; actor_id: string | null
  target_type: string | null; target_id: string | null; sealed: Uint8Array; hash: Uint8Array
}

export interface ActivityQuery {
  /** Only what this person did, or what was done to them. */
  concerning?: string | undefined
  actions: readonly ActivityAction[]
  actorId?: string | undefined
  targetId?: string | undefined
  from?: number | undefined
  to?: number | undefined
  descending: boolean
  offset: number
  limit: number
}

/** What a check of the whole log found. */
export type LogVerdict =
  | { intact: true; entries: number }
  | { intact: false; entries: number; brokenAt: number; reason: 'altered' | 'missing' | 'cut_off' }

/**
 * An append-only log: each entry's keyed hash covers the entry and the hash before it, and the head says how far the log
 * goes. Who can write to the file but hasn't the workspace's keys can't alter, reorder, remove or add an entry unseen.
 */
export interface ActivityLog {
  append(activities: readonly Activity[]): void
  list(query: ActivityQuery): { activities: RecordedActivity[]; total: number }
  verify(): LogVerdict
}

const place = (seq: number) => `activities|${String(seq)}`
const NO_HASH = Buffer.alloc(32)

function recorded(row: ActivityRow, vault: Vault): RecordedActivity {
  const sealed = JSON.parse(vault.open(row.sealed, place(row.seq))) as SealedActivity
  return {
    id: row.id, seq: row.seq, at: row.at, action: row.action, result: row.result, actorId: row.actor_id ?? undefined,
    targetType: row.target_type ?? undefined, targetId: row.target_id ?? undefined, ...sealed,
  }
}

/** The hash covers what was sealed, not the seal: a log stays intact when its data key is changed. */
function chained(vault: Vault, before: Uint8Array, row: Omit<ActivityRow, 'hash'>, opened: string): Buffer {
  const { seq, id, at, action, result, actor_id: actor, target_type: type, target_id: target } = row
  return vault.hash(JSON.stringify([Buffer.from(before).toString('base64'), seq, id, at, action, result, actor, type, target, opened]), 'activities.chain')
}

function conditions(query: ActivityQuery): { where: string; values: (string | number)[] } {
  const parts: string[] = []
  const values: (string | number)[] = []
  const add = (part: string, ...given: (string | number)[]) => { parts.push(part); values.push(...given) }
  if (query.concerning !== undefined) add('(actor_id = ? OR target_id = ?)', query.concerning, query.concerning)
  if (query.actorId !== undefined) add('actor_id = ?', query.actorId)
  if (query.targetId !== undefined) add('target_id = ?', query.targetId)
  if (query.actions.length > 0) add(`action IN (${query.actions.map(() => '?').join(', ')})`, ...query.actions)
  if (query.from !== undefined) add('at >= ?', query.from)
  if (query.to !== undefined) add('at < ?', query.to)
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

export function openActivityLog(database: Database, vault: Vault, now: () => number): ActivityLog {
  const head = database.prepare<[], { seq: number; hash: Uint8Array }>('SELECT seq, hash FROM activity_head')
  const setHead = database.prepare(`INSERT INTO activity_head (one, seq, hash) VALUES (1, ?, ?)
    ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`)
  const insert = database.prepare(`INSERT INTO activities (seq, id, at, action, result, actor_id, target_type, target_id, sealed, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const newest = database.prepare<[], { seq: number; hash: Uint8Array }>('SELECT seq, hash FROM activities ORDER BY seq DESC LIMIT 1')
  const somebody = database.prepare<[], number>('SELECT 1 FROM people LIMIT 1').pluck()
  const all = database.prepare<[], ActivityRow>('SELECT * FROM activities ORDER BY seq')
  const headMark = (seq: number, hash: Uint8Array) => vault.hash(`${String(seq)}|${Buffer.from(hash).toString('base64')}`, 'activities.head')

  const append = database.transaction((activities: readonly Activity[]) => {
    let { seq, hash } = newest.get() ?? { seq: 0, hash: NO_HASH }
    for (const activity of activities) {
      seq += 1
      const sealed: SealedActivity = { actorEmail: activity.actorEmail, requestId: activity.requestId, details: activity.details ?? {} }
      const text = JSON.stringify(sealed)
      const row = {
        seq, id: randomUUID(), at: now(), action: activity.action, result: activity.result, actor_id: activity.actorId ?? null,
        target_type: activity.targetType ?? null, target_id: activity.targetId ?? null, sealed: vault.seal(text, place(seq)),
      }
      hash = chained(vault, hash, row, text)
      insert.run(row.seq, row.id, row.at, row.action, row.result, row.actor_id, row.target_type, row.target_id, row.sealed, hash)
    }
    setHead.run(seq, headMark(seq, hash))
  })

  return {
    append(activities) {
      if (activities.length > 0) append.immediate(activities)
    },
    list(query) {
      const { where, values } = conditions(query)
      const rows = database.prepare<unknown[], ActivityRow>(
        `SELECT * FROM activities ${where} ORDER BY seq ${query.descending ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`).all(...values, query.limit, query.offset)
      const total = database.prepare<unknown[], number>(`SELECT count(*) FROM activities ${where}`).pluck().get(...values) ?? 0
      return { activities: rows.map(row => recorded(row, vault)), total }
    },
    verify() {
      let before: Uint8Array = NO_HASH
      let entries = 0
      for (const row of all.iterate()) {
        if (row.seq !== entries + 1) return { intact: false, entries, brokenAt: entries + 1, reason: 'missing' }
        if (!isChained(vault, before, row)) return { intact: false, entries, brokenAt: row.seq, reason: 'altered' }
        entries += 1
        before = row.hash
      }
      const last = head.get()
      // A log without a head is one in which nothing has happened: nobody has joined.
      const isWhole = last === undefined ? entries === 0 && somebody.get() === undefined : last.seq === entries && timingSafeEqual(Buffer.from(last.hash), headMark(entries, before))
      return isWhole ? { intact: true, entries } : { intact: false, entries, brokenAt: entries + 1, reason: 'cut_off' }
    },
  }
}

function isChained(vault: Vault, before: Uint8Array, row: ActivityRow): boolean {
  try {
    const expected = chained(vault, before, row, vault.open(row.sealed, place(row.seq)))
    return row.hash.length === expected.length && timingSafeEqual(Buffer.from(row.hash), expected)
  } catch {
    return false
  }
}
