import { randomBytes } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from '../vault/vault.ts'

/** Codes by which an invited person chooses a name and password. Each works once, for a week; only its hash is kept. */
export interface Invitations {
  /** A new code for a person; older ones of theirs end. */
  issue(personId: string): { code: string; expiresAt: number }
  personOf(code: string): string | undefined
  end(personId: string): void
}

const WEEK_MS = 7 * 24 * 3600 * 1000

export function openInvitations(database: Database, vault: Vault, now: () => number): Invitations {
  const insert = database.prepare('INSERT INTO invitations (code_hash, person_id, expires_at) VALUES (?, ?, ?)')
  const find = database.prepare<[Uint8Array, number], string>('SELECT person_id FROM invitations WHERE code_hash = ? AND expires_at > ?').pluck()
  const end = database.prepare('DELETE FROM invitations WHERE person_id = ? OR expires_at <= ?')
  const hash = (code: string) => vault.hash(code, 'invitations')
  return {
    issue: database.transaction((personId: string) => {
      const code = randomBytes(24).toString('base64url')
      const expiresAt = now() + WEEK_MS
      end.run(personId, now())
      insert.run(hash(code), personId, expiresAt)
      return { code, expiresAt }
    }),
    personOf: code => find.get(hash(code), now()),
    end: personId => void end.run(personId, now()),
  }
}
