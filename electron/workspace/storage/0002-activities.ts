import type { Migration } from '../../sqlite/migrate.ts'

/** The log of what happened, and what makes a repeated request harmless. */
export const ACTIVITIES: Migration = {
  version: 2,
  name: 'activities',
  sql: `
    CREATE TABLE activities (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL, result TEXT NOT NULL, actor_id TEXT,
      target_type TEXT, target_id TEXT, sealed BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX activities_by_actor ON activities (actor_id, seq);
    CREATE INDEX activities_by_action ON activities (action, seq);
    CREATE TABLE activity_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;

    CREATE TABLE repeatable_requests (
      person_id TEXT NOT NULL, key_hash BLOB NOT NULL, request_hash BLOB NOT NULL, api_key_id TEXT NOT NULL, created_at INTEGER NOT NULL,
      PRIMARY KEY (person_id, key_hash)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX repeatable_requests_by_age ON repeatable_requests (created_at);
  `,
}
