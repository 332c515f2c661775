import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../electron/sqlite/migrate.ts'
import { openDatabase, type Database } from '../../../electron/sqlite/open-database.ts'
import { WORKSPACE_MIGRATIONS } from '../../../electron/workspace/storage/migrations.ts'
import { KmsRefused } from '../../../electron/workspace/vault/kms.ts'
import { localKms } from '../../../electron/workspace/vault/local-kms.ts'
import { openVault, SealBroken, type Vault } from '../../../electron/workspace/vault/vault.ts'

const ROOT_KEY = randomBytes(32)

let database: Database
let vault: Vault

const open = (workspaceId: string, ...rootKeys: readonly Uint8Array[]) => openVault(database, localKms(rootKeys), workspaceId, Date.now)

beforeAll(async () => {
  database = await openDatabase(':memory:')
  await migrate(database, ':memory:', WORKSPACE_MIGRATIONS)
  vault = await open('one', ROOT_KEY)
})
afterAll(() => { database.close() })

describe('a sealed record', () => {
  test('opens in its place, and no two look alike', () => {
    const [first, second] = [vault.seal('the text', 'items|1'), vault.seal('the text', 'items|1')]
    expect([vault.open(first, 'items|1'), vault.open(second, 'items|1')]).toEqual(['the text', 'the text'])
    expect(first.equals(second)).toBe(false)
    expect(first.includes('the text')).toBe(false)
  })

  test('does not open where a single bit of it is another, or where it is cut short', () => {
    const sealed = vault.seal('the text', 'items|1')
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => vault.open(flipped, 'items|1'), `bit ${String(bit)}`).toThrow(SealBroken)
    }
    for (let length = 0; length < sealed.length; length += 1) expect(() => vault.open(sealed.subarray(0, length), 'items|1')).toThrow(SealBroken)
  })

  test('does not open in another row, another table or another workspace', async () => {
    const sealed = vault.seal('the text', 'items|1')
    expect(() => vault.open(sealed, 'items|2')).toThrow(SealBroken)
    expect(() => vault.open(sealed, 'api_keys|1')).toThrow(SealBroken)
    await expect(open('two', ROOT_KEY)).rejects.toThrow(KmsRefused)
  })

  test('opens after the data key was changed, and is then sealed by the new one', async () => {
    const sealed = vault.seal('the text', 'items|1')
    await vault.rotateDataKey()
    expect(vault.open(sealed, 'items|1')).toBe('the text')
    const again = vault.resealed(sealed, 'items|1') ?? Buffer.alloc(0)
    expect([vault.open(again, 'items|1'), vault.resealed(again, 'items|1')]).toEqual(['the text', undefined])
    expect((await open('one', ROOT_KEY)).open(again, 'items|1')).toBe('the text')
  })
})

test('without its root key nothing opens, and the message holds no key', async () => {
  const refused = await open('one', randomBytes(32)).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(KmsRefused)
  expect(String(refused)).toMatch(/The root key [0-9a-f]{16} is missing/)
})

test('a hash of one column means nothing in another, nor under another pepper', async () => {
  expect(vault.hash('text', 'one').equals(vault.hash('text', 'two'))).toBe(false)
  const other = await openDatabase(':memory:')
  await migrate(other, ':memory:', WORKSPACE_MIGRATIONS)
  const elsewhere = await openVault(other, localKms([ROOT_KEY]), 'one', Date.now)
  expect(vault.hash('text', 'one').equals(elsewhere.hash('text', 'one'))).toBe(false)
  other.close()
})
