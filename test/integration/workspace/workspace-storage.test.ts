import { randomUUID } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { migrate } from '../../../electron/sqlite/migrate.ts'
import { openDatabase } from '../../../electron/sqlite/open-database.ts'
import { openDataFolder } from '../../../electron/workspace/data-folder.ts'
import { openApiKeys } from '../../../electron/workspace/keys/api-keys.ts'
import { openFacts } from '../../../electron/workspace/storage/facts.ts'
import { openKeep } from '../../../electron/workspace/storage/kept.ts'
import { WORKSPACE_MIGRATIONS } from '../../../electron/workspace/storage/migrations.ts'
import { openKms } from '../../../electron/workspace/vault/open-kms.ts'
import { openVault } from '../../../electron/workspace/vault/vault.ts'
import { CheckedApi, listed } from '../../support/workspace-api.ts'
import { newDataFolder, runWorkspace, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

const running: WorkspaceProcess[] = []
afterEach(async () => { for (const workspace of running.splice(0)) await workspace.kill() })

const NEWEST = WORKSPACE_MIGRATIONS.length

/** A data folder as a program of that version left it, with an Owner and a key. */
async function folderOfVersion(version: number): Promise<{ path: string; databasePath: string; key: string }> {
  const folder = await openDataFolder(await newDataFolder())
  const database = await openDatabase(folder.databasePath)
  await migrate(database, folder.databasePath, WORKSPACE_MIGRATIONS.slice(0, version))
  const ids = { workspace: randomUUID(), owner: randomUUID() }
  openFacts(database).set('id', ids.workspace)
  const vault = await openVault(database, await openKms(folder, { kind: 'file' }, undefined), ids.workspace, Date.now)
  database.prepare(`INSERT INTO people (id, email, email_key, name, role, status, created_at, updated_at)
    VALUES (?, 'ada@acme.example', 'ada@acme.example', 'Ada', 'owner', 'active', 0, 0)`).run(ids.owner)
  const made = openApiKeys(database, vault, openKeep(database), Date.now).generate(ids.owner, { name: 'Old', scopes: ['read:users'], expiresAt: undefined })
  database.close()
  if (!made.ok) throw new Error(made.failure.code)
  return { path: folder.path, databasePath: folder.databasePath, key: made.value.plain }
}

describe('a database of an older version', () => {
  test.each(Array.from({ length: NEWEST - 1 }, (_, index) => index + 1))('%i is copied, brought forward, and keeps what it holds', async version => {
    const { path, databasePath, key } = await folderOfVersion(version)
    const workspace = await startWorkspaceProcess(path)
    running.push(workspace)
    const api = await CheckedApi.of(workspace.url)
    const answer = await api.ask('GET', '/users', { key })
    expect(listed(answer).map(({ attributes: { email } }) => email)).toEqual(['ada@acme.example'])
    const copy = await openDatabase(`${databasePath}.before-${String(NEWEST)}`)
    expect(copy.pragma('user_version', { simple: true })).toBe(version)
    copy.close()
    expect((await stat(`${databasePath}.before-${String(NEWEST)}`)).mode & 0o777).toBe(0o600)
  })
})

describe('a database that is not to be touched', () => {
  test('since a newer program wrote it, is refused in clear words and stays as it is', async () => {
    const { path, databasePath } = await folderOfVersion(NEWEST)
    const database = await openDatabase(databasePath, { journal: 'delete' })
    database.pragma(`user_version = ${String(NEWEST + 1)}`)
    database.close()
    const before = await readFile(databasePath)
    const run = await runWorkspace(['--data', path])
    expect([run.code, run.output]).toEqual([1, expect.stringMatching(/of a newer version \(\d+; this program knows \d+\)\. Update Latchkey/)])
    const after = await openDatabase(databasePath, { journal: 'delete' })
    expect(after.pragma('user_version', { simple: true })).toBe(NEWEST + 1)
    after.close()
    expect((await readFile(databasePath)).length).toBe(before.length)
  })

  test('since it is none, is refused and stays as it is', async () => {
    const folder = await openDataFolder(await newDataFolder())
    await writeFile(folder.databasePath, 'this is no database, and it is long enough to be told from an empty one. '.repeat(40))
    const before = await readFile(folder.databasePath)
    const run = await runWorkspace(['--data', folder.path, '--kms', 'file'])
    expect([run.code, run.output]).toEqual([1, expect.stringContaining('Nothing was changed')])
    expect(await readFile(folder.databasePath)).toEqual(before)
  })
})

describe('indexes', () => {
  const OWN = 'SELECT * FROM api_keys WHERE owner_id = ? AND deleted_at IS NULL'
  test.each([
    { says: 'a key by its hash', sql: 'SELECT * FROM api_keys WHERE hash = ?', index: 'sqlite_autoindex_api_keys_2' },
    { says: 'a key by its name', sql: 'SELECT 1 FROM api_keys WHERE owner_id = ? AND name_hash = ? AND deleted_at IS NULL AND superseded_at IS NULL', index: 'api_keys_by_name' },
    { says: 'keys by creation', sql: `${OWN} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`, index: 'api_keys_by_creation' },
    { says: 'keys from a known one on', sql: `${OWN} AND (created_at, id) <= (?, ?) ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`, index: 'api_keys_by_creation' },
    { says: 'keys by expiry', sql: `${OWN} ORDER BY expires_at ASC NULLS LAST, id ASC LIMIT ? OFFSET ?`, index: 'api_keys_by_expiry' },
    { says: 'keys by last use', sql: `${OWN} ORDER BY last_used_at DESC NULLS LAST, id DESC LIMIT ? OFFSET ?`, index: 'api_keys_by_use' },
    { says: 'the newest entry of the log', sql: 'SELECT seq, hash FROM activities ORDER BY seq DESC LIMIT 1', index: undefined },
    { says: 'what somebody did', sql: 'SELECT * FROM activities WHERE actor_id = ? ORDER BY seq DESC LIMIT ? OFFSET ?', index: 'activities_by_actor' },
    { says: 'tokens of a grant', sql: 'DELETE FROM oidc_records WHERE grant_hash = ?', index: 'oidc_records_by_grant' },
    { says: 'tokens of a person', sql: 'DELETE FROM oidc_records WHERE account_id = ?', index: 'oidc_records_by_account' },
    { says: 'somebody by their address', sql: "SELECT * FROM people WHERE email_key = ? AND status <> 'removed'", index: 'people_by_email' },
  ])('find $says without looking at every row or sorting', async ({ sql, index }) => {
    const database = await openDatabase(':memory:')
    await migrate(database, ':memory:', WORKSPACE_MIGRATIONS)
    const parameters = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const plan = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters).map(({ detail }) => detail).join('\n')
    database.close()
    expect(plan).not.toContain('TEMP B-TREE')
    if (index === undefined) expect(plan).toBe('SCAN activities')
    else expect(plan).toMatch(new RegExp(`^SEARCH \\w+ USING (COVERING )?INDEX ${index} `))
  })
})
