import type { AdapterPayload } from 'oidc-provider'
import type { Credentials } from '../http/authenticate.ts'
import type { ApiKeys } from '../keys/api-keys.ts'
import { keyStatus } from '../keys/key-record.ts'
import type { KeyUse } from '../keys/key-use.ts'
import type { People, Person } from '../people/people.ts'
import { mayHoldCredentials } from '../people/roles.ts'
import type { OidcRecords } from './oidc-records.ts'

export interface CredentialParts {
  people: People
  apiKeys: ApiKeys
  keyUse: KeyUse
  records: OidcRecords
  audience: string
  /** The person of a token that this workspace's own provider didn't issue; undefined without an external provider. */
  external: ((token: string) => Promise<Person | undefined>) | undefined
  now: () => number
}

/** Looks up who a bearer token or a key belongs to, as of this very moment. */
export function openCredentials({ people, apiKeys, keyUse, records, audience, external, now }: CredentialParts): Credentials {
  const tokens = records.adapter('AccessToken')
  /** The account of a token of our own, in time and meant for us. */
  const accountOf = (payload: AdapterPayload): string | undefined => {
    const holds = payload.kind === 'AccessToken' && payload.aud === audience && (payload.exp ?? 0) * 1000 > now()
    return holds ? payload.accountId : undefined
  }
  return {
    async byBearerToken(token) {
      const payload = await tokens.find(token)
      if (!payload) return external?.(token)
      const person = people.byId(accountOf(payload) ?? '')
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
