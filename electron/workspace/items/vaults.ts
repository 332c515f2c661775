import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'

export interface VaultEntry { id: string; name: string; createdAt: number }

/** Named vaults, in which items are filed. There is one from the start. */
export interface Vaults {
  list(): VaultEntry[]
  has(id: string): boolean
  add(name: string): VaultEntry
}

export function openVaults(database: Database, now: () => number): Vaults {
  const all = database.prepare<[], VaultEntry>('SELECT id, name, created_at AS createdAt FROM vaults ORDER BY created_at, id')
  const one = database.prepare<[string], number>('SELECT 1 FROM vaults WHERE id = ?').pluck()
  const insert = database.prepare('INSERT INTO vaults (id, name, created_at) VALUES (?, ?, ?)')
  const vaults: Vaults = {
    list: () => all.all(),
    has: id => one.get(id) !== undefined,
    add(name) {
      const entry: VaultEntry = { id: randomUUID(), name, createdAt: now() }
      insert.run(entry.id, name, entry.createdAt)
      return entry
    },
  }
  if (vaults.list().length === 0) vaults.add('Workspace')
  return vaults
}
