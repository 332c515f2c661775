import type { Migration } from '../../sqlite/migrate.ts'

/** Teams, what collections hold, integrations' users, jobs, vaults, invitations, and people whom another provider knows. */
export const COLLECTIONS: Migration = {
  version: 3,
  name: 'collections',
  sql: `
    ALTER TABLE people ADD COLUMN external_issuer TEXT;
    ALTER TABLE people ADD COLUMN external_subject TEXT;
    CREATE UNIQUE INDEX people_by_subject ON people (external_issuer, external_subject) WHERE external_subject IS NOT NULL AND status <> 'removed';

    CREATE TABLE invitations (
      code_hash BLOB PRIMARY KEY, person_id TEXT NOT NULL REFERENCES people (id), expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX invitations_by_person ON invitations (person_id);

    CREATE TABLE teams (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, managed_by TEXT NOT NULL CHECK (managed_by IN ('self', 'provider')),
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE team_members (
      team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE, person_id TEXT NOT NULL REFERENCES people (id),
      PRIMARY KEY (team_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX team_members_by_person ON team_members (person_id, team_id);

    CREATE TABLE collection_contents (
      collection_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE, item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
      PRIMARY KEY (collection_id, item_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX collection_contents_by_item ON collection_contents (item_id, collection_id);

    CREATE TABLE integration_users (
      integration_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE, person_id TEXT NOT NULL REFERENCES people (id),
      status TEXT NOT NULL CHECK (status IN ('inviting', 'active', 'removing')), entitlements TEXT NOT NULL, updated_at INTEGER NOT NULL,
      PRIMARY KEY (integration_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE jobs (
      id TEXT PRIMARY KEY, type TEXT NOT NULL CHECK (type IN ('inviteUser', 'removeUser')),
      status TEXT NOT NULL CHECK (status IN ('pending', 'running', 'succeeded', 'failed')),
      integration_id TEXT NOT NULL, person_id TEXT NOT NULL, started_by TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE status IN ('pending', 'running');

    CREATE TABLE vaults (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  `,
}
