import type { Migration } from '../../sqlite/migrate.ts'

/** What the app remembers, step by step. A published step is never changed: the next one changes what it made. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'settings, connections, activity',
    sql: `
      CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
      CREATE TABLE connections (id TEXT PRIMARY KEY, connected_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE activity (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, connection_id TEXT, about TEXT
      ) STRICT;
    `,
  },
  {
    version: 2,
    name: 'keys made here, the receipt of a panic',
    sql: `
      CREATE TABLE made_keys (
        connection_id TEXT NOT NULL, key_id TEXT NOT NULL, name TEXT NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (connection_id, key_id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE panic (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
    `,
  },
  {
    version: 3,
    name: 'rotations with proof, reminders that were told',
    sql: `
      CREATE TABLE rotations (id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE told_reminders (cause TEXT PRIMARY KEY, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
]
