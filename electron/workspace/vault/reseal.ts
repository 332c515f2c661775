import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from './vault.ts'

interface SealedTable {
  table: string
  /** Columns that make the key of a row; its place in the vault is made of them. */
  key: readonly string[]
  place: (values: readonly unknown[]) => string
}

const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex')

/** Every table that holds sealed records. */
const TABLES: readonly SealedTable[] = [
  { table: 'sealed_facts', key: ['name'], place: ([name]) => `sealed_facts|${String(name)}` },
  { table: 'api_keys', key: ['id'], place: ([id]) => `api_keys|${String(id)}` },
  { table: 'items', key: ['id'], place: ([id]) => `items|${String(id)}` },
  { table: 'activities', key: ['seq'], place: ([seq]) => `activities|${String(seq)}` },
  { table: 'oidc_records', key: ['model', 'id_hash'], place: ([model, idHash]) => `oidc_records|${String(model)}|${hex(idHash)}` },
]

const BATCH = 500

type Row = Record<string, unknown> & { sealed: Uint8Array }

/**
 * Seals every record under the present data key, in small transactions, beside a running service: a record that it changed
 * meanwhile is left to the next pass. A kill leaves each record under the old key or the new one, and both open.
 *
 * @returns how many records were sealed anew
 */
export function resealAll(database: Database, vault: Vault): number {
  return TABLES.reduce((count, table) => count + resealTable(database, vault, table), 0)
}

function resealTable(database: Database, vault: Vault, { table, key, place }: SealedTable): number {
  const rows = database.prepare<[], Row>(`SELECT ${key.join(', ')}, sealed FROM ${table}`).all()
  const update = database.prepare(`UPDATE ${table} SET sealed = ? WHERE ${key.map(name => `${name} = ?`).join(' AND ')} AND sealed = ?`)
  let count = 0
  for (let from = 0; from < rows.length; from += BATCH) {
    database.transaction(() => {
      for (const row of rows.slice(from, from + BATCH)) {
        const values = key.map(name => row[name])
        const fresh = vault.resealed(row.sealed, place(values))
        if (fresh) count += update.run(fresh, ...values, row.sealed).changes
      }
    })()
  }
  return count
}
