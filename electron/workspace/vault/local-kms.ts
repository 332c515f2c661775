import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './aes-gcm.ts'
import { KmsRefused, type Kms, type KmsContext } from './kms.ts'

/** The root keys of the local KMS, newest last. Each is 32 bytes. */
export type RootKeys = readonly Uint8Array[]

/** Where the root keys stand: a 0600 file, or the keychain of the system. */
export interface RootKeyStore {
  read(): Promise<string | undefined>
  write(text: string): Promise<void>
}

const ROOT_KEY_BYTES = 32
const NAME_BYTES = 8

function nameOf(rootKey: Uint8Array): string {
  return createHash('sha256').update('latchkey root key').update(rootKey).digest('hex').slice(0, NAME_BYTES * 2)
}

function boundTo(context: KmsContext): string {
  return JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function parseRootKeys(text: string): RootKeys {
  const keys = text.trim().split(/[\n,]/).map(line => Buffer.from(line, 'base64url'))
  if (keys.some(key => key.length !== ROOT_KEY_BYTES)) throw new KmsRefused('The root key is damaged.')
  return keys
}

function printRootKeys(keys: RootKeys): string {
  return `${keys.map(key => Buffer.from(key).toString('base64url')).join('\n')}\n`
}

/** A KMS in this process: one line a root key, and each wrapped key names the root key that wraps it. */
export function localKms(rootKeys: RootKeys): Kms {
  const newest = rootKeys.at(-1)
  if (!newest) throw new KmsRefused('There is no root key.')
  const byName = new Map(rootKeys.map(key => [nameOf(key), key]))
  return {
    keyId: `local:${nameOf(newest)}`,
    wrap: (plain, context) =>
      Promise.resolve(Buffer.concat([Buffer.from(nameOf(newest), 'hex'), encrypt(createSecretKey(newest), plain, boundTo(context))])),
    unwrap: async (wrapped, context) => {
      const name = Buffer.from(wrapped.subarray(0, NAME_BYTES)).toString('hex')
      const rootKey = byName.get(name)
      if (!rootKey) throw new KmsRefused(`The root key ${name} is missing.`)
      try {
        return await Promise.resolve(decrypt(createSecretKey(rootKey), wrapped.subarray(NAME_BYTES), boundTo(context)))
      } catch {
        throw new KmsRefused('A wrapped key does not open: it was altered, or belongs to another workspace.')
      }
    },
  }
}

/** Opens the local KMS; makes its first root key where the store has none. */
export async function openLocalKms(store: RootKeyStore): Promise<Kms> {
  const text = await store.read()
  if (text !== undefined) return localKms(parseRootKeys(text))
  const first = [randomBytes(ROOT_KEY_BYTES)]
  await store.write(printRootKeys(first))
  return localKms(first)
}

/** Adds a root key; what the older ones wrapped still opens. */
export async function addRootKey(store: RootKeyStore): Promise<Kms> {
  const text = await store.read()
  const keys = [...(text === undefined ? [] : parseRootKeys(text)), randomBytes(ROOT_KEY_BYTES)]
  await store.write(printRootKeys(keys))
  return localKms(keys)
}
