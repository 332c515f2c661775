import type { ApiKeyRecord } from '../keys/key-record.ts'
import type { Person } from '../people/people.ts'
import type { CredentialAccess } from './credential-access.ts'
import { forbidden, unauthorized, type ApiRefusal } from './api-refusal.ts'

/** Who calls, and by what. */
export type Caller =
  | { person: Person; by: { kind: 'bearerToken' } }
  | { person: Person; by: { kind: 'apiKey'; key: ApiKeyRecord } }

/** How credentials are looked up. Each gives undefined for one that doesn't hold right now. */
export interface Credentials {
  byBearerToken(token: string): Promise<Person | undefined>
  byApiKey(text: string): { person: Person; key: ApiKeyRecord } | undefined
}

const BEARER = /^Bearer +([\w\-._~+/]+=*)$/i

/** The caller whose key this is, while it holds. */
export function callerByKey(credentials: Credentials, apiKey: string): Caller | undefined {
  const found = credentials.byApiKey(apiKey)
  return found && { person: found.person, by: { kind: 'apiKey', key: found.key } }
}

async function callerOf(credentials: Credentials, authorization: string | undefined, apiKey: string | undefined): Promise<Caller | undefined> {
  if (apiKey !== undefined) return callerByKey(credentials, apiKey)
  const token = BEARER.exec(authorization ?? '')?.[1]
  const person = token === undefined ? undefined : await credentials.byBearerToken(token)
  return person && { person, by: { kind: 'bearerToken' } }
}

/** A single header's value; a repeated one is no credential at all. */
function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Why a rule turns a caller away: 401 for a key without the scope, 403 for a role that isn't allowed. */
export function turnedAway(access: CredentialAccess, { person, by }: Caller): ApiRefusal | undefined {
  if (by.kind === 'apiKey' && !access.anyScope.some(scope => by.key.scopes.includes(scope))) return unauthorized(true)
  return access.roles.includes(person.role) ? undefined : forbidden('Your role does not allow this.')
}

/** Lets a call pass, or throws: 401 for a missing or dead credential, and what {@link turnedAway} says. */
export async function admit(
  credentials: Credentials, access: CredentialAccess,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Promise<Caller> {
  const authorization = one(headers['authorization'])
  const apiKey = one(headers['x-api-key'])
  const caller = await callerOf(credentials, authorization, apiKey)
  if (!caller) throw unauthorized(authorization !== undefined || apiKey !== undefined)
  const refusal = turnedAway(access, caller)
  if (refusal) throw refusal
  return caller
}
