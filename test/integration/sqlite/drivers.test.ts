import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, sqliteDriver, type Database } from '../../../electron/sqlite/open-database.ts'
import { databaseVersion, migrate, type Migration } from '../../../electron/sqlite/migrate.ts'

test.each([
  { napi: '10', driver: 'better-sqlite3' }, { napi: '11', driver: 'better-sqlite3' },
  { napi: '9', driver: 'libsql' }, { napi: undefined, driver: 'libsql' },
])('N-API $napi loads $driver', ({ napi, driver }) => {
  expect(sqliteDriver(napi)).toBe(driver)
})

describe.each(['better-sqlite3', 'libsql'] as const)('%s', driver => {
  let database: Database
  let path: string

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'latchkey-sqlite-')), 'test.db')
    database = await openDatabase(path, { driver })
    database.exec('CREATE TABLE notes (id BLOB PRIMARY KEY, text TEXT, at INTEGER) STRICT')
  })
  afterEach(() => database.close())

  test('takes a lone blob, a lone null and several values as what they are', () => {
    const id = Buffer.from([1, 2, 3])
    database.prepare('INSERT INTO notes VALUES (?, ?, ?)').run(id, null, 1_790_000_000_000)
    expect(database.prepare('SELECT * FROM notes WHERE id = ?').get(id)).toEqual({ id, text: null, at: 1_790_000_000_000 })
    expect(database.prepare('SELECT id, at FROM notes WHERE id = ?').all(id)).toEqual([{ id, at: 1_790_000_000_000 }])
    expect(database.prepare('SELECT id FROM notes WHERE id = ?').pluck().all(id)).toEqual([id])
    expect([...database.prepare('SELECT id FROM notes').iterate()]).toEqual([{ id }])
    expect(database.prepare('SELECT count(*) FROM notes WHERE text IS ?').pluck().get(null)).toBe(1)
    expect(database.prepare('DELETE FROM notes WHERE id = ?').run(id).changes).toBe(1)
    expect(database.prepare('SELECT * FROM notes').get()).toBeUndefined()
  })

  test('takes back a transaction that throws', () => {
    const insert = database.prepare('INSERT INTO notes VALUES (?, ?, ?)')
    expect(() => database.transaction(() => {
      insert.run(Buffer.from([1]), 'a', 1)
      throw new Error('no')
    })()).toThrow('no')
    expect(database.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(0)
  })

  test('takes back an inner transaction alone, and an outer one whole', () => {
    const insert = database.prepare('INSERT INTO notes VALUES (?, ?, ?)')
    const inner = database.transaction((fails: boolean) => {
      insert.run(Buffer.from([2]), 'inner', 2)
      if (fails) throw new Error('inner')
    })
    database.transaction(() => {
      insert.run(Buffer.from([1]), 'outer', 1)
      expect(() => { inner(true) }).toThrow('inner')
      inner.immediate(false)
    }).immediate()
    expect(database.prepare('SELECT text FROM notes ORDER BY at').pluck().all()).toEqual(['outer', 'inner'])
    expect(() => {
      database.transaction(() => {
        database.prepare('DELETE FROM notes').run()
        throw new Error('outer')
      }).immediate()
    }).toThrow('outer')
    expect([database.prepare('SELECT count(*) FROM notes').pluck().get(), database.inTransaction]).toEqual([2, false])
  })

  test('says which constraint failed', () => {
    const insert = database.prepare('INSERT INTO notes VALUES (?, ?, ?)')
    insert.run(Buffer.from([1]), 'a', 1)
    expect(() => insert.run(Buffer.from([1]), 'a', 1)).toThrow(/constraint/i)
  })

  test('migrates forward with a copy of what was, and leaves a newer database alone', async () => {
    const steps: Migration[] = [
      { version: 1, name: 'one', sql: 'CREATE TABLE one (x TEXT)' },
      { version: 2, name: 'two', sql: "CREATE TABLE two (x TEXT); INSERT INTO one VALUES ('moved')" },
    ]
    expect(await migrate(database, path, steps.slice(0, 1))).toEqual({ ok: true, value: { from: 0, to: 1 } })
    expect(await migrate(database, path, steps)).toEqual({ ok: true, value: { from: 1, to: 2 } })
    const copy = await openDatabase(`${path}.before-2`, { driver })
    expect([databaseVersion(copy), copy.prepare('SELECT count(*) FROM one').pluck().get()]).toEqual([1, 0])
    copy.close()
    expect(await migrate(database, path, steps.slice(0, 1))).toEqual({ ok: false, failure: { code: 'database_newer', found: 2, known: 1 } })
    expect(database.prepare('SELECT x FROM one').pluck().get()).toBe('moved')
  })

  test('takes a step back whole where it fails', async () => {
    const broken: Migration[] = [{ version: 1, name: 'broken', sql: 'CREATE TABLE one (x TEXT); NONSENSE' }]
    await expect(migrate(database, path, broken)).rejects.toThrow()
    expect([databaseVersion(database), database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'one'").pluck().get()]).toEqual([0, 0])
  })
})
