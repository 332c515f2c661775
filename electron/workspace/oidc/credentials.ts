import type { Credentials } from '../http/authenticate.ts'
import type { ApiKeys } from '../keys/api-keys.ts'
import { keyStatus } from '../keys/key-record.ts'
import type { KeyUse } from '../keys/key-use.ts'
import type { People } from '../people/people.ts'
import { mayHoldCredentials } from '../people/roles.ts'
import type { OidcRecords } from './oidc-records.ts'

export interface CredentialParts {
  people: People
  apiKeys: ApiKeys
  keyUse: KeyUse
  records: OidcRecords
  audience: string
  now: () => number
}

/** Looks up who a bearer token or a key belongs to, as of this very moment. */
export function openCredentials({ people, apiKeys, keyUse, records, audience, now }: CredentialParts): Credentials {
  const tokens = records.adapter('AccessToken')
  return {
    async byBearerToken(token) {
      const payload = await tokens.find(token)
      if (!payload || payload.kind !== 'AccessToken' || payload.aud !== audience) return undefined
      if ((payload.exp ?? 0) * 1000 <= now()) return undefined
      const person = people.byId(payload.accountId ?? '')
      return person?.status === 'active' ? person : undefined
    },
    byApiKey(text) {
      const key = apiKeys.byPlainKey(text)
      if (!key || key.deletedAt !== undefined || keyStatus(key, now()) === 'expired') return undefined
      const person = people.byId(key.ownerId)
      // A key reaches only what its creator may reach, now: a demoted creator takes it along.
      if (person?.status !== 'active' || !mayHoldCredentials(person.role)) return undefined
      keyUse.note(key.id)
      return { person, key }
    },
  }
}
