import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import { decrypt, encrypt } from './aes-gcm.ts'
import type { Kms, KmsContext } from './kms.ts'

/** A sealed record can't be opened: it was altered, moved to another row, or its key is gone. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

/**
 * Envelope encryption of the workspace's records: a data key per workspace, wrapped by the KMS, seals each record with
 * AES-256-GCM, bound to its workspace, table and row. Keyed hashes take a pepper that the KMS wraps likewise.
 */
export interface Vault {
  /** `place` is table and row: a blob copied to another row doesn't open. */
  seal(plain: string, place: string): Buffer
  /** Throws {@link SealBroken}. */
  open(sealed: Uint8Array, place: string): string
  /** HMAC-SHA-256 under the newest pepper; `purpose` keeps hashes of one column from meaning anything in another. */
  hash(text: string, purpose: string): Buffer
  /** The same under every pepper that a stored hash may carry, newest first. */
  hashes(text: string, purpose: string): Buffer[]
  /** Wraps every data key anew under the KMS's present key; records stay as they are. */
  rewrap(kms: Kms): Promise<number>
  /** Seals with a new data key from now on; older records still open. Gives its version. */
  rotateDataKey(): Promise<number>
  /** The same record under the data key of now; undefined where that is what seals it. */
  resealed(sealed: Uint8Array, place: string): Buffer | undefined
  /** Takes up data keys that another process added. Gives whether there were any. */
  refresh(openKms: () => Promise<Kms>): Promise<boolean>
}

type Purpose = 'seal' | 'pepper'
type KeyRow = { version: number; wrapped: Uint8Array; kms_key_id: string }

const FORMAT = 1
const HEADER_BYTES = 5
const DATA_KEY_BYTES = 32

/** Keys prepared once: from raw bytes, each HMAC would cost several times as much. */
interface KeyRing {
  newest: number
  keys: Map<number, KeyObject>
}

const contextOf = (workspaceId: string, purpose: Purpose, version: number): KmsContext =>
  ({ workspace: workspaceId, purpose, version: String(version) })

function keyTable(database: Database, workspaceId: string, now: () => number) {
  const insert = database.prepare('INSERT INTO vault_keys (purpose, version, kms_key_id, wrapped, created_at) VALUES (?, ?, ?, ?, ?)')
  const select = database.prepare<[string], KeyRow>('SELECT version, wrapped, kms_key_id FROM vault_keys WHERE purpose = ? ORDER BY version')
  const update = database.prepare('UPDATE vault_keys SET kms_key_id = ?, wrapped = ? WHERE purpose = ? AND version = ?')
  return {
    async add(kms: Kms, purpose: Purpose, version: number): Promise<KeyObject> {
      const key = randomBytes(DATA_KEY_BYTES)
      insert.run(purpose, version, kms.keyId, await kms.wrap(key, contextOf(workspaceId, purpose, version)), now())
      return createSecretKey(key)
    },
    async load(kms: Kms, purpose: Purpose): Promise<KeyRing> {
      const keys = new Map<number, KeyObject>()
      for (const row of select.all(purpose)) {
        keys.set(row.version, createSecretKey(await kms.unwrap(row.wrapped, contextOf(workspaceId, purpose, row.version))))
      }
      if (keys.size === 0) keys.set(1, await this.add(kms, purpose, 1))
      return { newest: Math.max(...keys.keys()), keys }
    },
    async rewrap(kms: Kms, purpose: Purpose, ring: KeyRing): Promise<number> {
      for (const [version, key] of ring.keys) {
        update.run(kms.keyId, await kms.wrap(key.export(), contextOf(workspaceId, purpose, version)), purpose, version)
      }
      return ring.keys.size
    },
  }
}

function keyOf(ring: KeyRing, version: number): KeyObject {
  const key = ring.keys.get(version)
  if (!key) throw new SealBroken(`There is no data key ${String(version)}.`)
  return key
}

function versionOf(sealed: Uint8Array): number {
  const blob = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (blob.length < HEADER_BYTES || blob[0] !== FORMAT) throw new SealBroken('A sealed record has an unknown format.')
  return blob.readUInt32BE(1)
}

/** Opens the vault of a workspace; makes its data key and pepper at first start. Throws `KmsRefused`. */
export async function openVault(database: Database, kms: Kms, workspaceId: string, now: () => number): Promise<Vault> {
  const table = keyTable(database, workspaceId, now)
  const newestVersion = database.prepare<[], number>("SELECT max(version) FROM vault_keys WHERE purpose = 'seal'").pluck()
  let seals = await table.load(kms, 'seal')
  const peppers = await table.load(kms, 'pepper')
  const newestFirst = [...peppers.keys].sort(([a], [b]) => b - a).map(([, pepper]) => pepper)
  const hmac = (pepper: KeyObject, text: string, purpose: string) => createHmac('sha256', pepper).update(`${purpose}\0${text}`).digest()
  const boundTo = (place: string, version: number) => `${workspaceId}|${place}|${String(version)}`
  let current = kms

  const seal = (plain: string, place: string) => {
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt8(FORMAT, 0)
    header.writeUInt32BE(seals.newest, 1)
    return Buffer.concat([header, encrypt(keyOf(seals, seals.newest), Buffer.from(plain), boundTo(place, seals.newest))])
  }
  const open = (sealed: Uint8Array, place: string) => {
    const version = versionOf(sealed)
    const key = keyOf(seals, version)
    try {
      return decrypt(key, sealed.subarray(HEADER_BYTES), boundTo(place, version)).toString()
    } catch {
      throw new SealBroken('A sealed record does not open.')
    }
  }
  return {
    seal, open,
    hash: (text, purpose) => hmac(keyOf(peppers, peppers.newest), text, purpose),
    hashes: (text, purpose) => newestFirst.map(pepper => hmac(pepper, text, purpose)),
    async rewrap(next) {
      const count = await table.rewrap(next, 'seal', seals) + await table.rewrap(next, 'pepper', peppers)
      current = next
      return count
    },
    async rotateDataKey() {
      const version = seals.newest + 1
      seals.keys.set(version, await table.add(current, 'seal', version))
      seals.newest = version
      return version
    },
    resealed: (sealed, place) => (versionOf(sealed) === seals.newest ? undefined : seal(open(sealed, place), place)),
    async refresh(openKms) {
      if (newestVersion.get() === seals.newest) return false
      current = await openKms()
      seals = await table.load(current, 'seal')
      return true
    },
  }
}
