import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeActivityLog } from '../../../electron/adapters/sqlite/activity-log.ts'
import { DatabaseNewer, makeAppDatabase, type AppDatabase } from '../../../electron/adapters/sqlite/app-database.ts'
import { makeConnectionRecords } from '../../../electron/adapters/sqlite/connection-records.ts'
import { MIGRATIONS } from '../../../electron/adapters/sqlite/migrations.ts'
import { makeSettingsStore } from '../../../electron/adapters/sqlite/settings-store.ts'
import type { ConnectionRecord } from '../../../electron/core/session/ports.ts'
import { ActivityKind } from '../../../shared/activity.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { instant } from '../../../shared/instant.ts'
import { ProfileName } from '../../../shared/profile.ts'
import { Settings } from '../../../shared/settings.ts'

const record = (change: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  id: ConnectionId.parse(randomUUID()),
  workspace: {
    id: randomUUID(), name: 'Acme', slug: 'acme', baseUrl: 'https://acme.cerby.com/api/v1', issuer: 'https://acme.okta.com', clientId: '0oa1',
    bearerTokenLifetimeSeconds: 3_600, scopes: [{ id: 'read:users', title: 'Read users', description: '', resource: 'users', access: 'read' }], features: ['rotate'], isEmbedded: false,
  },
  user: { id: 'u1', email: 'ada@acme.example', name: 'Ada', role: 'owner' },
  profile: ProfileName.parse('acme'), keepFresh: { kind: 'always' }, isDefault: true, publishedAt: instant(5), connectedAt: instant(1_000),
  ...change,
})

describe.each(['better-sqlite3', 'libsql'] as const)('over %s', driver => {
  let home: string
  let path: string
  let database: AppDatabase
  const aside: string[] = []
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'latchkey-database-'))
    path = join(home, 'app', 'latchkey.db')
    aside.length = 0
    database = open()
  })
  afterEach(async () => {
    await database.close()
    await rm(home, { recursive: true, force: true })
  })
  const open = () => makeAppDatabase({ path, driver, putAside: where => aside.push(where) })

  /** What the next start finds. */
  async function nextStart(): Promise<AppDatabase> {
    await database.close()
    database = open()
    return database
  }

  test('nothing is opened before its first use, and then it is for its owner alone', async () => {
    expect(await readdir(home)).toEqual([])
    expect(await database.open()).toEqual({ ok: true, value: null })
    expect((await stat(join(home, 'app'))).mode & 0o777).toBe(0o700)
    await makeSettingsStore(database).write(Settings.parse({}))
    for (const name of await readdir(join(home, 'app'))) expect([name, (await stat(join(home, 'app', name))).mode & 0o777]).toEqual([name, 0o600])
  })

  describe('settings', () => {
    test('are the defaults until something is chosen, and what was chosen outlives the app', async () => {
      expect(await makeSettingsStore(database).read()).toEqual(Settings.parse({}))
      await makeSettingsStore(database).write({ ...Settings.parse({}), theme: 'dark', clipboardClearSeconds: 60 })
      expect(await makeSettingsStore(await nextStart()).read()).toMatchObject({ theme: 'dark', clipboardClearSeconds: 60 })
    })
    test.each(['{', '[]', '{"theme":"pink"}', 'null'])('that are %s are the defaults again', async json => {
      await database.use(sqlite => sqlite.prepare('INSERT INTO settings (id, json) VALUES (1, ?)').run(json))
      expect(await makeSettingsStore(database).read()).toEqual(Settings.parse({}))
    })
  })

  describe('connections', () => {
    test('come back as they were kept, oldest first', async () => {
      const [young, old] = [record({ connectedAt: instant(2_000) }), record({ publishedAt: undefined, keepFresh: { kind: 'until', at: instant(9) } })]
      const records = makeConnectionRecords(database)
      await records.keep(young)
      await records.keep(old)
      expect(await makeConnectionRecords(await nextStart()).list()).toEqual([old, young])
    })
    test('are replaced by their id, and dropped', async () => {
      const records = makeConnectionRecords(database)
      const one = record()
      await records.keep(one)
      await records.keep({ ...one, profile: ProfileName.parse('other'), isDefault: false })
      expect(await records.list()).toEqual([{ ...one, profile: 'other', isDefault: false }])
      await records.drop(one.id)
      await records.drop(one.id)
      expect(await records.list()).toEqual([])
    })
    test('that cannot be read hide no other, and stay where they are', async () => {
      const records = makeConnectionRecords(database)
      const good = record()
      await records.keep(good)
      await database.use(sqlite => {
        const put = sqlite.prepare('INSERT INTO connections (id, connected_at, json) VALUES (?, 1, ?)')
        put.run('a', '{')
        put.run('b', JSON.stringify({ ...record(), profile: '__proto__' }))
      })
      expect(await records.list()).toEqual([good])
      expect(await database.use(sqlite => sqlite.prepare('SELECT count(*) FROM connections').pluck().get())).toBe(3)
    })
  })

  describe('activity', () => {
    test('comes page by page, newest first, of all connections or of one', async () => {
      const log = makeActivityLog(database)
      const all = { from: undefined, before: undefined, limit: 10, kinds: ActivityKind.options, connectionId: undefined }
      const one = ConnectionId.parse(randomUUID())
      for (let index = 1; index <= 5; index += 1) await log.append({ at: instant(index), kind: 'tokenRefreshed', ...(index % 2 === 0 ? { connectionId: one } : {}) })
      await log.append({ at: instant(6), kind: 'keyGenerated', connectionId: one, about: 'x'.repeat(300) })
      const first = await log.page({ ...all, limit: 2 })
      expect(first.map(entry => entry.id)).toEqual([6, 5])
      expect(first[0]).toEqual({ id: 6, at: 6, kind: 'keyGenerated', connectionId: one, about: 'x'.repeat(200) })
      expect((await log.page({ ...all, before: instant(5) })).map(entry => entry.id)).toEqual([4, 3, 2, 1])
      expect((await log.page({ ...all, connectionId: one })).map(entry => entry.id)).toEqual([6, 4, 2])
      expect((await log.page({ ...all, kinds: ['keyGenerated'] })).map(entry => entry.id)).toEqual([6])
      expect((await log.page({ ...all, from: instant(5) })).map(entry => entry.id)).toEqual([6, 5])
    })
    test('keeps the newest ten thousand, and leaves out kinds that it does not know', async () => {
      const log = makeActivityLog(database)
      await database.use(sqlite => {
        const put = sqlite.prepare("INSERT INTO activity (at, kind) VALUES (1, 'signedIn')")
        sqlite.transaction(() => { for (let index = 0; index < 10_050; index += 1) put.run() })()
        sqlite.prepare("INSERT INTO activity (at, kind) VALUES (2, 'fromTheFuture')").run()
      })
      await log.append({ at: instant(3), kind: 'signedOut' })
      expect(await database.use(sqlite => sqlite.prepare('SELECT count(*) FROM activity').pluck().get())).toBe(10_000)
      expect((await log.page({ from: undefined, before: undefined, limit: 3, kinds: ActivityKind.options, connectionId: undefined })).map(entry => entry.kind)).toEqual(['signedOut', 'signedIn', 'signedIn'])
    })
  })

  describe('the file', () => {
    test('of a newer version is refused in words and left as it is', async () => {
      await database.use(sqlite => sqlite.pragma(`user_version = ${String(MIGRATIONS.length + 7)}`))
      const next = await nextStart()
      const failure = { code: 'database_newer', found: MIGRATIONS.length + 7, known: MIGRATIONS.length }
      expect(await next.open()).toEqual({ ok: false, failure })
      await expect(makeSettingsStore(next).read()).rejects.toEqual(expect.objectContaining({ name: 'DatabaseNewer', failure }))
      await expect(makeSettingsStore(next).read()).rejects.toBeInstanceOf(DatabaseNewer)
    })
    test('of an older version is copied, then brought forward', async () => {
      await makeConnectionRecords(database).keep(record())
      await database.close()
      const next = { version: MIGRATIONS.length + 1, name: 'next', sql: 'ALTER TABLE connections ADD COLUMN colour TEXT' }
      database = makeAppDatabase({ path, driver, migrations: [...MIGRATIONS, next] })
      expect(await makeConnectionRecords(database).list()).toHaveLength(1)
      expect((await stat(`${path}.before-${String(next.version)}`)).mode & 0o777).toBe(0o600)
    })
    test('that is no database is put aside, and a new one begun', async () => {
      await database.open()
      await database.close()
      // libsql leaves its log behind, out of which a whole database can be read.
      await Promise.all([rm(`${path}-wal`, { force: true }), rm(`${path}-shm`, { force: true })])
      await writeFile(path, 'this is no database, whatever its name says: '.repeat(100))
      database = open()
      expect(await makeConnectionRecords(database).list()).toEqual([])
      expect(aside).toEqual([`${path}.damaged`])
      expect(await readFile(`${path}.damaged`, 'utf8')).toContain('this is no database')
    })
    test('can be used from two processes at once', async () => {
      const other = open()
      const [here, there] = [makeConnectionRecords(database), makeConnectionRecords(other)]
      await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? here : there).keep(record())))
      expect(await here.list()).toHaveLength(20)
      await other.close()
    })
    test('can be used again after closing', async () => {
      await makeConnectionRecords(database).keep(record())
      await database.close()
      await database.close()
      expect(await makeConnectionRecords(database).list()).toHaveLength(1)
    })
  })
})
