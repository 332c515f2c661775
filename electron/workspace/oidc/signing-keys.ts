import { generateKeyPair, randomBytes, randomUUID, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import type { Database } from '../../sqlite/open-database.ts'
import { sealedFact } from '../storage/facts.ts'
import type { Vault } from '../vault/vault.ts'

export interface ProviderKeys {
  jwks: { keys: (JsonWebKey & { kid: string; use: string; alg: string })[] }
  cookieKeys: string[]
}

/** The provider's own keys: made at first start, sealed, the same ever after. ID tokens are signed with ES256. */
export async function openProviderKeys(database: Database, vault: Vault): Promise<ProviderKeys> {
  const jwk = await sealedFact(database, vault, 'signing-key', async () => {
    const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
    return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' })
  })
  const cookieKey = await sealedFact(database, vault, 'cookie-key', () => randomBytes(32).toString('base64url'))
  return { jwks: { keys: [JSON.parse(jwk) as ProviderKeys['jwks']['keys'][number]] }, cookieKeys: [cookieKey] }
}
