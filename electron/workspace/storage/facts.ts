import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from '../vault/vault.ts'

/** Single values of a workspace that aren't secret: its id, name and slug. */
export interface Facts {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

export function openFacts(database: Database): Facts {
  const select = database.prepare<[string], string>('SELECT value FROM facts WHERE name = ?').pluck()
  const upsert = database.prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  return {
    get: name => select.get(name),
    set: (name, value) => void upsert.run(name, value),
  }
}

/** Reads a sealed value; where there is none yet, makes it once and keeps it: signing keys, cookie keys. */
export async function sealedFact(database: Database, vault: Vault, name: string, make: () => Promise<string> | string): Promise<string> {
  const found = database.prepare<[string], Uint8Array>('SELECT sealed FROM sealed_facts WHERE name = ?').pluck().get(name)
  if (found) return vault.open(found, `sealed_facts|${name}`)
  const made = await make()
  database.prepare('INSERT INTO sealed_facts (name, sealed) VALUES (?, ?)').run(name, vault.seal(made, `sealed_facts|${name}`))
  return made
}
