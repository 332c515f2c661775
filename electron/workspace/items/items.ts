import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import type { ItemRole } from '../people/roles.ts'
import type { Vault } from '../vault/vault.ts'

export type ItemKind = 'account' | 'secret' | 'collection' | 'integration'

export interface Item {
  id: string
  kind: ItemKind
  attributes: Readonly<Record<string, unknown>>
  createdAt: number
  updatedAt: number
}

type ItemRow = { id: string; kind: ItemKind; sealed: Uint8Array; created_at: number; updated_at: number }

/** Items of the workspace, sealed. A person sees those on which they, or a team of theirs, hold a role. */
export interface Items {
  add(kind: ItemKind, attributes: Readonly<Record<string, unknown>>, ownerId: string): Item
  visibleTo(personId: string, kind: ItemKind): Item[]
  /** The item and the person's role on it; undefined where it doesn't exist or the person may not see it. */
  seenBy(personId: string, kind: ItemKind, id: string): { item: Item; role: ItemRole } | undefined
}

export function openItems(database: Database, vault: Vault, now: () => number): Items {
  const insert = database.prepare('INSERT INTO items (id, kind, sealed, created_at, updated_at) VALUES (?, ?, ?, ?, ?)')
  const insertMember = database.prepare(
    `INSERT INTO item_members (item_id, subject_kind, subject_id, role) VALUES (?, ?, ?, ?)
     ON CONFLICT (item_id, subject_kind, subject_id) DO UPDATE SET role = excluded.role`)
  const visible = database.prepare<[string, string], ItemRow>(`SELECT i.* FROM items i JOIN item_members m ON m.item_id = i.id
    WHERE m.subject_kind = 'user' AND m.subject_id = ? AND i.kind = ? ORDER BY i.created_at, i.id`)
  const seen = database.prepare<[string, string, string], ItemRow & { role: ItemRole }>(`SELECT i.*, m.role AS role FROM items i
    JOIN item_members m ON m.item_id = i.id WHERE m.subject_kind = 'user' AND m.subject_id = ? AND i.kind = ? AND i.id = ?`)
  const open = (row: ItemRow): Item => ({
    id: row.id, kind: row.kind, createdAt: row.created_at, updatedAt: row.updated_at,
    attributes: JSON.parse(vault.open(row.sealed, `items|${row.id}`)) as Record<string, unknown>,
  })
  return {
    add(kind, attributes, ownerId) {
      const id = randomUUID()
      const at = now()
      database.transaction(() => {
        insert.run(id, kind, vault.seal(JSON.stringify(attributes), `items|${id}`), at, at)
        insertMember.run(id, 'user', ownerId, 'owner')
      })()
      return { id, kind, attributes, createdAt: at, updatedAt: at }
    },
    visibleTo: (personId, kind) => visible.all(personId, kind).map(open),
    seenBy: (personId, kind, id) => {
      const row = seen.get(personId, kind, id)
      return row && { item: open(row), role: row.role }
    },
  }
}
