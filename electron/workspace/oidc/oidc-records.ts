import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Database } from '../../sqlite/open-database.ts'
import type { Vault } from '../vault/vault.ts'

type RecordRow = { sealed: Uint8Array; id_hash: Uint8Array; expires_at: number | null; consumed_at: number | null }

/** The OpenID provider's sessions, codes and tokens: found by a keyed hash, sealed, so that the file gives none away. */
export interface OidcRecords {
  adapter(model: string): Adapter
  /** Ends every session and token of a person; nothing of theirs works from the next request on. */
  endAllOf(accountId: string): number
  /** Deletes what has expired. */
  sweep(): number
}

/**
 * @param graceSeconds  how long a refresh token that was already used may be used once more, for an answer that got
 *   lost. Its first successor then counts as used: when both are alive, one of them meets reuse detection.
 */
export function openOidcRecords(database: Database, vault: Vault, now: () => number, graceSeconds: number): OidcRecords {
  const upsert = database.prepare(`INSERT INTO oidc_records (model, id_hash, sealed, grant_hash, uid_hash, account_id, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (model, id_hash) DO UPDATE SET sealed = excluded.sealed, grant_hash = excluded.grant_hash,
    uid_hash = excluded.uid_hash, account_id = excluded.account_id, expires_at = excluded.expires_at`)
  const byId = database.prepare<[string, Uint8Array], RecordRow>('SELECT * FROM oidc_records WHERE model = ? AND id_hash = ?')
  const byUid = database.prepare<[string, Uint8Array], RecordRow>('SELECT * FROM oidc_records WHERE model = ? AND uid_hash = ?')
  const consume = database.prepare('UPDATE oidc_records SET consumed_at = ? WHERE model = ? AND id_hash = ?')
  const consumeSuccessors = database.prepare(`UPDATE oidc_records SET consumed_at = 0 WHERE model = ? AND consumed_at IS NULL
    AND grant_hash = (SELECT grant_hash FROM oidc_records WHERE model = ? AND id_hash = ?)`)
  const destroy = database.prepare('DELETE FROM oidc_records WHERE model = ? AND id_hash = ?')
  const destroyGrant = database.prepare('DELETE FROM oidc_records WHERE grant_hash = ?')
  const destroyAccount = database.prepare('DELETE FROM oidc_records WHERE account_id = ?')
  const sweep = database.prepare('DELETE FROM oidc_records WHERE expires_at <= ?')

  const place = (model: string, idHash: Uint8Array) => `oidc_records|${model}|${Buffer.from(idHash).toString('hex')}`
  const hashOf = (text: string | undefined, purpose: string) => (text === undefined ? null : vault.hash(text, `oidc.${purpose}`))

  const read = (model: string, row: RecordRow | undefined): AdapterPayload | undefined => {
    if (!row || (row.expires_at !== null && row.expires_at <= now())) return undefined
    const payload = JSON.parse(vault.open(row.sealed, place(model, row.id_hash))) as AdapterPayload
    if (row.consumed_at === null || now() - row.consumed_at < graceSeconds * 1000) return payload
    return { ...payload, consumed: Math.floor(row.consumed_at / 1000) || 1 }
  }

  const adapter = (model: string): Adapter => ({
    upsert: (id, payload, expiresIn) => {
      const idHash = vault.hash(id, `oidc.${model}`)
      const expiresAt = expiresIn ? now() + expiresIn * 1000 : null
      upsert.run(model, idHash, vault.seal(JSON.stringify(payload), place(model, idHash)), hashOf(payload.grantId, 'grant'),
        hashOf(payload.uid, 'uid'), payload.accountId ?? null, expiresAt)
      return Promise.resolve()
    },
    find: id => Promise.resolve(read(model, byId.get(model, vault.hash(id, `oidc.${model}`)))),
    findByUid: uid => Promise.resolve(read(model, byUid.get(model, vault.hash(uid, 'oidc.uid')))),
    findByUserCode: () => Promise.resolve(undefined),
    consume: id => {
      const idHash = vault.hash(id, `oidc.${model}`)
      const before = byId.get(model, idHash)?.consumed_at ?? null
      if (before !== null) consumeSuccessors.run(model, model, idHash)
      consume.run(before === null ? now() : 0, model, idHash)
      return Promise.resolve()
    },
    destroy: id => {
      destroy.run(model, vault.hash(id, `oidc.${model}`))
      return Promise.resolve()
    },
    revokeByGrantId: grantId => {
      destroyGrant.run(vault.hash(grantId, 'oidc.grant'))
      return Promise.resolve()
    },
  })
  return {
    adapter,
    endAllOf: accountId => destroyAccount.run(accountId).changes,
    sweep: () => sweep.run(now()).changes,
  }
}
