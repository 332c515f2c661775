import type { Migration } from '../../sqlite/migrate.ts'

/**
 * People, keys, items and the OpenID provider's records. Times are epoch milliseconds, UTC. `sealed` columns are
 * envelope-encrypted JSON; `hash` columns are keyed hashes.
 */
export const FOUNDATION: Migration = {
  version: 1,
  name: 'foundation',
  sql: `
    CREATE TABLE vault_keys (
      purpose TEXT NOT NULL, version INTEGER NOT NULL, kms_key_id TEXT NOT NULL, wrapped BLOB NOT NULL,
      created_at INTEGER NOT NULL, PRIMARY KEY (purpose, version)
    ) STRICT;
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE sealed_facts (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

    CREATE TABLE people (
      id TEXT PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL, name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'superAdmin', 'admin', 'user', 'guest')),
      status TEXT NOT NULL CHECK (status IN ('active', 'invited', 'removed')),
      password_hash TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX people_by_email ON people (email_key) WHERE status <> 'removed';

    CREATE TABLE api_keys (
      id TEXT PRIMARY KEY, owner_id TEXT NOT NULL REFERENCES people (id), hash BLOB NOT NULL UNIQUE,
      name_hash BLOB NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER,
      expiring_at INTEGER, last_used_at INTEGER, superseded_at INTEGER, deleted_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX api_keys_by_name ON api_keys (owner_id, name_hash) WHERE deleted_at IS NULL AND superseded_at IS NULL;
    CREATE INDEX api_keys_by_creation ON api_keys (owner_id, created_at, id) WHERE deleted_at IS NULL;
    CREATE INDEX api_keys_by_expiry ON api_keys (owner_id, expires_at, id) WHERE deleted_at IS NULL;
    CREATE INDEX api_keys_by_use ON api_keys (owner_id, last_used_at, id) WHERE deleted_at IS NULL;

    CREATE TABLE items (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX items_by_kind ON items (kind, created_at, id);
    CREATE TABLE item_members (
      item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE, subject_kind TEXT NOT NULL CHECK (subject_kind IN ('user', 'team')),
      subject_id TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('owner', 'collaborator')),
      PRIMARY KEY (item_id, subject_kind, subject_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX item_members_by_subject ON item_members (subject_kind, subject_id, item_id);

    CREATE TABLE oidc_records (
      model TEXT NOT NULL, id_hash BLOB NOT NULL, sealed BLOB NOT NULL, grant_hash BLOB, uid_hash BLOB, account_id TEXT,
      expires_at INTEGER, consumed_at INTEGER, PRIMARY KEY (model, id_hash)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX oidc_records_by_grant ON oidc_records (grant_hash) WHERE grant_hash IS NOT NULL;
    CREATE INDEX oidc_records_by_uid ON oidc_records (model, uid_hash) WHERE uid_hash IS NOT NULL;
    CREATE INDEX oidc_records_by_account ON oidc_records (account_id) WHERE account_id IS NOT NULL;
    CREATE INDEX oidc_records_by_expiry ON oidc_records (expires_at);
  `,
}
