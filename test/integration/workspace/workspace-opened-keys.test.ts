import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../electron/sqlite/open-database.ts'
import { keyOf, type KeyRow } from '../../../electron/workspace/keys/key-record.ts'
import { openOpenedKeys, type OpenedKeys } from '../../../electron/workspace/keys/opened-keys.ts'
import { openKeep } from '../../../electron/workspace/storage/kept.ts'

const KEYS = 1_000

let database: Database
let openedRows: string[]
let opened: OpenedKeys

beforeEach(async () => {
  database = await openDatabase(':memory:')
  database.exec('CREATE TABLE api_keys (id TEXT PRIMARY KEY, owner_id TEXT, created_at INTEGER, deleted_at INTEGER)')
  const insert = database.prepare('INSERT INTO api_keys (id, owner_id, created_at) VALUES (?, ?, ?)')
  database.transaction(() => {
    // Ten keys of an instant: the slices must part them by their ids.
    for (const owner of ['ada', 'bob']) for (let index = 0; index < KEYS; index += 1) insert.run(`${owner} ${String(index).padStart(5, '0')}`, owner, Math.floor(index / 10))
  })()
  openedRows = []
  const open = (row: KeyRow) => {
    openedRows.push(row.id)
    return keyOf(row, { name: row.id, scopes: [], prefix: '', lastFour: '' })
  }
  opened = openOpenedKeys(database, openKeep(database), open, { mostKept: KEYS + 1, idleMs: 60_000 })
})
afterEach(() => { database.close() })

const names = async (owner: string) => (await opened.of(owner)).keys.map(({ key }) => key.name)

test('every key of the owner is opened once, in the order of their creation, while others are served', async () => {
  const found = names('ada')
  const again = names('ada')
  const openedAtOnce = openedRows.length
  await new Promise(resolve => { setImmediate(resolve) })
  const openedInATurn = openedRows.length
  expect(await found).toEqual(Array.from({ length: KEYS }, (_, index) => `ada ${String(index).padStart(5, '0')}`))
  expect(await again).toEqual(await found)
  expect([openedAtOnce < KEYS, openedInATurn < KEYS, openedRows.length]).toEqual([true, true, KEYS])
})

test('who asks after a change sees it, also while keys are being opened', async () => {
  const before = names('ada')
  database.prepare('UPDATE api_keys SET deleted_at = 1 WHERE id = ?').run('ada 00000')
  opened.forget()
  expect(await names('ada')).not.toContain('ada 00000')
  await before
  expect(await names('ada')).not.toContain('ada 00000')
})

test('past the bound the owner who searched longest ago is dropped', async () => {
  await names('ada')
  await names('bob')
  openedRows = []
  await names('bob')
  expect(openedRows).toEqual([])
  await names('ada')
  expect(openedRows).toHaveLength(KEYS)
})

test('a failure is not kept', async () => {
  database.prepare('ALTER TABLE api_keys RENAME COLUMN created_at TO gone_at').run()
  await expect(names('ada')).rejects.toThrow()
  database.prepare('ALTER TABLE api_keys RENAME COLUMN gone_at TO created_at').run()
  expect(await names('ada')).toHaveLength(KEYS)
})
