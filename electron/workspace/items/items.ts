import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import type { ItemRole } from '../people/roles.ts'
import type { Vault } from '../vault/vault.ts'

export type ItemKind = 'account' | 'secret' | 'collection' | 'integration'
export type SubjectKind = 'user' | 'team'
export type ItemAttributes = Readonly<Record<string, unknown>>

export interface Item {
  id: string
  kind: ItemKind
  attributes: ItemAttributes
  createdAt: number
  updatedAt: number
}

/** An item, and the role that a person has on it. */
export interface SeenItem { item: Item; role: ItemRole }
export interface ItemMember { subjectId: string; role: ItemRole }

type ItemRow = { id: string; kind: ItemKind; sealed: Uint8Array; created_at: number; updated_at: number }

/**
 * Items of the workspace, sealed. A person sees those on which they or a team of theirs holds a role, and what is in a
 * collection that they see; the collection itself never makes them Owner of what is in it.
 */
export interface Items {
  /** Without an owner for those that somebody else will be made Owner of. */
  add(kind: ItemKind, attributes: ItemAttributes, ownerId?: string): Item
  change(item: Item, attributes: ItemAttributes): Item
  remove(id: string): void
  visibleTo(personId: string, kind: ItemKind): Item[]
  seenBy(personId: string, kind: ItemKind, id: string): SeenItem | undefined
  /** Items on which a user or team holds a role of their own. */
  heldBy(subject: SubjectKind, subjectId: string, kind: ItemKind): Item[]
  members(itemId: string, subject: SubjectKind): ItemMember[]
  /** Gives a role, or another one. */
  share(itemId: string, subject: SubjectKind, subjectId: string, role: ItemRole): void
  /** `last_owner` where nobody would own it any more; false where there was no such role. */
  unshare(itemId: string, subject: SubjectKind, subjectId: string): boolean | 'last_owner'
  contents(collectionId: string, kind: ItemKind): Item[]
  /** `cycle` where a collection would contain itself. */
  include(collectionId: string, itemId: string): 'included' | 'cycle'
  exclude(collectionId: string, itemId: string): boolean
  /** Before a person goes: what only they owned passes to `heirId`; secrets that only they owned are deleted. */
  inherit(personId: string, heirId: string): void
}

const MINE = `(m.subject_kind = 'user' AND m.subject_id = @person)
  OR (m.subject_kind = 'team' AND m.subject_id IN (SELECT team_id FROM team_members WHERE person_id = @person))`

const VISIBLE = `WITH RECURSIVE reach (id) AS (
    SELECT m.item_id FROM item_members m WHERE ${MINE}
    UNION SELECT c.item_id FROM collection_contents c JOIN reach ON c.collection_id = reach.id)
  SELECT i.* FROM items i JOIN reach ON reach.id = i.id WHERE i.kind = @kind ORDER BY i.created_at, i.id`

const ROLE = `WITH RECURSIVE above (id) AS (
    SELECT @id UNION SELECT c.collection_id FROM collection_contents c JOIN above ON c.item_id = above.id)
  SELECT max(m.role = 'owner' AND m.item_id = @id) FROM item_members m JOIN above ON above.id = m.item_id WHERE ${MINE}`

const ONLY_OWNED = `SELECT i.id, i.kind FROM items i JOIN item_members m ON m.item_id = i.id
  WHERE m.subject_kind = 'user' AND m.subject_id = ? AND m.role = 'owner'
  AND NOT EXISTS (SELECT 1 FROM item_members o WHERE o.item_id = i.id AND o.role = 'owner' AND NOT (o.subject_kind = 'user' AND o.subject_id = m.subject_id))`

function readers(database: Database, open: (row: ItemRow) => Item) {
  const visible = database.prepare<[{ person: string; kind: string }], ItemRow>(VISIBLE)
  const role = database.prepare<[{ person: string; id: string }], number | null>(ROLE).pluck()
  const one = database.prepare<[string, string], ItemRow>('SELECT * FROM items WHERE id = ? AND kind = ?')
  const held = database.prepare<[string, string, string], ItemRow>(`SELECT i.* FROM items i JOIN item_members m ON m.item_id = i.id
    WHERE m.subject_kind = ? AND m.subject_id = ? AND i.kind = ? ORDER BY i.created_at, i.id`)
  const members = database.prepare<[string, string], ItemMember>(
    'SELECT subject_id AS subjectId, role FROM item_members WHERE item_id = ? AND subject_kind = ? ORDER BY subject_id')
  const contents = database.prepare<[string, string], ItemRow>(`SELECT i.* FROM items i JOIN collection_contents c ON c.item_id = i.id
    WHERE c.collection_id = ? AND i.kind = ? ORDER BY i.created_at, i.id`)
  return {
    visibleTo: (person: string, kind: ItemKind) => visible.all({ person, kind }).map(open),
    seenBy: (person: string, kind: ItemKind, id: string): SeenItem | undefined => {
      const row = one.get(id, kind)
      const owns = row === undefined ? null : (role.get({ person, id }) ?? null)
      if (row === undefined || owns === null) return undefined
      return { item: open(row), role: owns === 1 ? 'owner' : 'collaborator' }
    },
    heldBy: (subject: SubjectKind, id: string, kind: ItemKind) => held.all(subject, id, kind).map(open),
    members: (itemId: string, subject: SubjectKind) => members.all(itemId, subject),
    contents: (collectionId: string, kind: ItemKind) => contents.all(collectionId, kind).map(open),
  }
}

function memberships(database: Database) {
  const upsert = database.prepare(`INSERT INTO item_members (item_id, subject_kind, subject_id, role) VALUES (?, ?, ?, ?)
    ON CONFLICT (item_id, subject_kind, subject_id) DO UPDATE SET role = excluded.role`)
  const drop = database.prepare('DELETE FROM item_members WHERE item_id = ? AND subject_kind = ? AND subject_id = ?')
  const owners = database.prepare<[string], number>("SELECT count(*) FROM item_members WHERE item_id = ? AND role = 'owner'").pluck()
  return {
    share: (itemId: string, subject: SubjectKind, subjectId: string, role: ItemRole) => void upsert.run(itemId, subject, subjectId, role),
    unshare: (itemId: string, subject: SubjectKind, subjectId: string): boolean | 'last_owner' => {
      try {
        return database.transaction(() => {
          const isGone = drop.run(itemId, subject, subjectId).changes > 0
          if (isGone && owners.get(itemId) === 0) throw new LastOwner()
          return isGone
        })()
      } catch (error) {
        if (error instanceof LastOwner) return 'last_owner'
        throw error
      }
    },
  }
}

/** Takes a transaction back: nobody would own the item any more. */
class LastOwner extends Error {}

function contentsOf(database: Database) {
  const include = database.prepare('INSERT OR IGNORE INTO collection_contents (collection_id, item_id) VALUES (?, ?)')
  const exclude = database.prepare('DELETE FROM collection_contents WHERE collection_id = ? AND item_id = ?')
  const isAbove = database.prepare<[string, string], number>(`WITH RECURSIVE above (id) AS (
      SELECT ? UNION SELECT c.collection_id FROM collection_contents c JOIN above ON c.item_id = above.id)
    SELECT 1 FROM above WHERE id = ?`).pluck()
  return {
    include: (collectionId: string, itemId: string): 'included' | 'cycle' => {
      if (isAbove.get(collectionId, itemId) !== undefined) return 'cycle'
      include.run(collectionId, itemId)
      return 'included'
    },
    exclude: (collectionId: string, itemId: string) => exclude.run(collectionId, itemId).changes > 0,
  }
}

export function openItems(database: Database, vault: Vault, now: () => number): Items {
  const place = (id: string) => `items|${id}`
  const insert = database.prepare('INSERT INTO items (id, kind, sealed, created_at, updated_at) VALUES (?, ?, ?, ?, ?)')
  const update = database.prepare('UPDATE items SET sealed = ?, updated_at = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM items WHERE id = ?')
  const onlyOwned = database.prepare<[string], { id: string; kind: ItemKind }>(ONLY_OWNED)
  const dropAll = database.prepare("DELETE FROM item_members WHERE subject_kind = 'user' AND subject_id = ?")
  const open = (row: ItemRow): Item => ({
    id: row.id, kind: row.kind, createdAt: row.created_at, updatedAt: row.updated_at,
    attributes: JSON.parse(vault.open(row.sealed, place(row.id))) as ItemAttributes,
  })
  const members = memberships(database)
  return {
    ...readers(database, open), ...members, ...contentsOf(database),
    add: database.transaction((kind: ItemKind, attributes: ItemAttributes, ownerId?: string): Item => {
      const id = randomUUID()
      const at = now()
      insert.run(id, kind, vault.seal(JSON.stringify(attributes), place(id)), at, at)
      if (ownerId !== undefined) members.share(id, 'user', ownerId, 'owner')
      return { id, kind, attributes, createdAt: at, updatedAt: at }
    }),
    change(item, attributes) {
      const merged = { ...item.attributes, ...attributes }
      update.run(vault.seal(JSON.stringify(merged), place(item.id)), now(), item.id)
      return { ...item, attributes: merged, updatedAt: now() }
    },
    remove: id => void remove.run(id),
    inherit: database.transaction((personId: string, heirId: string) => {
      for (const { id, kind } of onlyOwned.all(personId)) {
        if (kind === 'secret') remove.run(id)
        else members.share(id, 'user', heirId, 'owner')
      }
      dropAll.run(personId)
    }).immediate,
  }
}
