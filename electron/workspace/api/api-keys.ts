import { z } from 'zod'
import { fromRfc3339 } from '../../../shared/instant.ts'
import { conflict, invalid, notFound } from '../http/api-refusal.ts'
import { list, single, timeOrNull } from '../http/envelope.ts'
import { operation, type Access, type Operation } from '../http/operation.ts'
import { commaSeparated, PAGE_QUERY, query, sortBy } from '../http/query.ts'
import type { ApiKeys, NameTaken, NoSuchKey } from '../keys/api-keys.ts'
import type { KeyList } from '../keys/key-list.ts'
import { KeyName } from '../keys/key-name.ts'
import { keyStatus, type ApiKeyRecord } from '../keys/key-record.ts'
import { ScopeId } from '../keys/scopes.ts'
import { listOf, resourceOf, singleOf, Time, TimeOrNull } from './answers.ts'

// Only who may hold a bearer token manages keys, and only with one: a key can't manage keys.
const OWN_KEYS: Access = { kind: 'credential', anyScope: [], roles: ['owner', 'superAdmin', 'admin'] }

const KeyAttributes = z.strictObject({
  name: z.string(), prefix: z.string(), lastFour: z.string(), scopes: z.array(ScopeId), createdAt: Time, expiresAt: TimeOrNull,
  lastUsedAt: TimeOrNull, status: z.enum(['active', 'expiring', 'expired']),
})
const KeyResource = resourceOf('apiKey', KeyAttributes)
const FreshKeyResource = resourceOf('apiKey', KeyAttributes.extend({ key: z.string() }))

const Scopes = z.array(ScopeId).min(1).max(ScopeId.options.length).transform(scopes => [...new Set(scopes)])
const ExpiresAt = z.union([z.null(), z.string().transform((text, context) => {
  const at = fromRfc3339(text)
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time' })
  return z.NEVER
})])

const KeyListQuery = query({
  ...PAGE_QUERY,
  search: z.string().max(200).default(''),
  'filter[name]': z.string().max(200).optional(),
  'filter[status]': commaSeparated(['active', 'expiring', 'expired']),
  'filter[scope]': ScopeId.optional(),
  sort: sortBy(['name', 'createdAt', 'expiresAt', 'lastUsedAt'], { field: 'createdAt', descending: true }),
})

export interface KeyParts {
  apiKeys: ApiKeys
  keyList: KeyList
  now: () => number
}

function refuse(failure: NameTaken | NoSuchKey): never {
  if (failure.code === 'no_such_key') throw notFound()
  throw conflict('You have another key with this name.')
}

export function attributesOfKey(key: ApiKeyRecord, now: number) {
  return {
    name: key.name, prefix: key.prefix, lastFour: key.lastFour, scopes: key.scopes, createdAt: timeOrNull(key.createdAt),
    expiresAt: timeOrNull(key.expiresAt), lastUsedAt: timeOrNull(key.lastUsedAt), status: keyStatus(key, now),
  }
}

function readOperations({ apiKeys, keyList, now }: KeyParts): Operation[] {
  const resource = (key: ApiKeyRecord) => ({ id: key.id, type: 'apiKey', attributes: attributesOfKey(key, now()) })
  return [
    operation({
      id: 'listApiKeys', method: 'GET', path: '/api-keys', summary: 'Lists your own keys', access: OWN_KEYS, query: KeyListQuery,
      answers: { 200: listOf(KeyResource) },
      handle: ({ caller, query: asked, url }) => {
        const page = { number: asked['page[number]'], size: asked['page[size]'] }
        const found = keyList.page(caller.person.id, {
          search: asked['filter[name]'] ?? asked.search, statuses: asked['filter[status]'], scope: asked['filter[scope]'], sort: asked.sort,
          offset: (page.number - 1) * page.size, limit: page.size,
        })
        return { status: 200, body: list(found.keys.map(resource), found.total, page, url) }
      },
    }),
    operation({
      id: 'readApiKey', method: 'GET', path: '/api-keys/{id}', summary: 'Reads one of your keys; never the key itself',
      access: OWN_KEYS, answers: { 200: singleOf(KeyResource) },
      handle: ({ caller, params, url }) => {
        const key = apiKeys.byId(caller.person.id, params['id'] ?? '')
        if (!key) throw notFound()
        return { status: 200, body: single(resource(key), url.toString()) }
      },
    }),
  ]
}

function writeOperations({ apiKeys, now }: KeyParts): Operation[] {
  const resource = (key: ApiKeyRecord) => ({ id: key.id, type: 'apiKey', attributes: attributesOfKey(key, now()) })
  return [
    operation({
      id: 'generateApiKey', method: 'POST', path: '/api-keys', summary: 'Generates a key; the answer shows it, this once',
      access: OWN_KEYS, answers: { 201: singleOf(FreshKeyResource) },
      body: { type: 'apiKey', bare: true, attributes: z.strictObject({ name: KeyName, scopes: Scopes, expiresAt: ExpiresAt.default(null) }) },
      handle: ({ caller, attributes, url }) => {
        const { name, scopes, expiresAt } = attributes
        if (expiresAt !== null && expiresAt <= now()) {
          throw invalid(['body', 'data', 'attributes', 'expiresAt'], 'date_from_past', 'must lie in the future')
        }
        const made = apiKeys.generate(caller.person.id, { name, scopes, expiresAt: expiresAt ?? undefined })
        if (!made.ok) return refuse(made.failure)
        const { key, plain } = made.value
        const self = `${url.origin}${url.pathname}/${key.id}`
        const shown = resource(key)
        return { status: 201, body: single({ ...shown, attributes: { ...shown.attributes, key: plain } }, self), headers: { location: self } }
      },
    }),
    operation({
      id: 'changeApiKey', method: 'PATCH', path: '/api-keys/{id}', summary: 'Changes name or scopes; scopes hold from the next request on',
      access: OWN_KEYS, answers: { 200: singleOf(KeyResource) },
      body: { type: 'apiKey', bare: true, attributes: z.strictObject({ name: KeyName.optional(), scopes: Scopes.optional() }) },
      handle: ({ caller, params, attributes, url }) => {
        const changed = apiKeys.change(caller.person.id, params['id'] ?? '', attributes)
        if (!changed.ok) return refuse(changed.failure)
        return { status: 200, body: single(resource(changed.value), url.toString()) }
      },
    }),
    operation({
      id: 'deleteApiKey', method: 'DELETE', path: '/api-keys/{id}', summary: 'Deletes a key: it is refused from then on',
      access: OWN_KEYS, answers: { 204: undefined },
      handle: ({ caller, params }) => {
        if (!apiKeys.remove(caller.person.id, params['id'] ?? '')) throw notFound()
        return { status: 204 }
      },
    }),
  ]
}

/** List, generate, read, change, delete: each sees the caller's own keys alone; another's is a 404. */
export function apiKeyOperations(parts: KeyParts): Operation[] {
  return [...readOperations(parts), ...writeOperations(parts)]
}
