import { z } from 'zod'
import { fromRfc3339 } from '../../../shared/instant.ts'
import { conflict, invalid, notFound, unauthorized } from '../http/api-refusal.ts'
import { list, single, timeOrNull } from '../http/envelope.ts'
import { operation, type Access, type Answer, type Call, type Operation } from '../http/operation.ts'
import { commaSeparated, PAGE_QUERY, query, sortBy } from '../http/query.ts'
import type { FreshKey, NameTaken, NoSuchKey } from '../keys/api-keys.ts'
import { KeyName } from '../keys/key-name.ts'
import { keyStatus, type ApiKeyRecord } from '../keys/key-record.ts'
import { ScopeId } from '../keys/scopes.ts'
import { listOf, resourceOf, singleOf, Time, TimeOrNull } from './answers.ts'
import { DATA_ROLES } from './access.ts'
import { note, type Parts } from './parts.ts'

// Only who may hold a bearer token manages keys, and only with one: a key can't manage keys.
const OWN_KEYS: Access = { kind: 'credential', anyScope: [], roles: DATA_ROLES }

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

function readOperations({ apiKeys, keyList, now }: Parts): Operation[] {
  const resource = (key: ApiKeyRecord) => keyResource(key, now())
  return [
    operation({
      id: 'listApiKeys', method: 'GET', path: '/api-keys', summary: 'Lists your own keys', access: OWN_KEYS, query: KeyListQuery,
      answers: { 200: listOf(KeyResource) },
      handle: async ({ caller, query: asked, url }) => {
        const page = { number: asked['page[number]'], size: asked['page[size]'] }
        const found = await keyList.page(caller.person.id, {
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

const keyResource = (key: ApiKeyRecord, now: number) => ({ id: key.id, type: 'apiKey', attributes: attributesOfKey(key, now) })

/** The answer that shows a key, this once. */
function freshAnswer({ key, plain }: FreshKey, call: Call<unknown, unknown>, now: number): Answer {
  const self = `${call.url.origin}/api/v1/api-keys/${key.id}`
  const shown = keyResource(key, now)
  return { status: 201, body: single({ ...shown, attributes: { ...shown.attributes, key: plain } }, self), headers: { location: self } }
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/**
 * Makes a key, once per `Idempotency-Key`: a repetition, whose first answer got lost, makes no second key. It gets another
 * text for the same key, since the first text is stored nowhere; that one is dead from then on.
 */
async function once(parts: Parts, call: Call<unknown, unknown>, request: string, make: () => FreshKey): Promise<Answer> {
  const idempotencyKey = call.header('idempotency-key')
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw invalid(['header', 'Idempotency-Key'], 'value_error', 'must be 1 to 255 visible ASCII characters')
  }
  const ownerId = call.caller.person.id
  return freshAnswer(await parts.atomicallyWithOthers(() => {
    // Who fell while the call waited for the others makes no key any more.
    const owner = parts.people.byId(ownerId)
    if (owner?.status !== 'active' || !DATA_ROLES.includes(owner.role)) throw unauthorized(true)
    const earlier = idempotencyKey === undefined ? undefined : parts.repeatable.find(ownerId, idempotencyKey, request)
    if (earlier === 'other_request') throw conflict('This Idempotency-Key came with another request.')
    if (earlier) return again(parts, ownerId, earlier.apiKeyId)
    const made = make()
    if (idempotencyKey !== undefined) parts.repeatable.remember(ownerId, idempotencyKey, request, made.key.id)
    return made
  }), call, parts.now())
}

function again(parts: Parts, ownerId: string, apiKeyId: string): FreshKey {
  if (parts.keyUse.isPending(apiKeyId)) throw conflict('The key of the first request is in use.')
  const renewed = parts.apiKeys.renew(ownerId, apiKeyId)
  if (renewed.ok) return renewed.value
  throw conflict(renewed.failure.code === 'in_use' ? 'The key of the first request is in use.' : 'The key of the first request was deleted.')
}

function makeOperations(parts: Parts): Operation[] {
  const { apiKeys, now } = parts
  return [
    operation({
      id: 'generateApiKey', method: 'POST', path: '/api-keys', summary: 'Generates a key; the answer shows it, this once',
      access: OWN_KEYS, answers: { 201: singleOf(FreshKeyResource) }, headers: ['Idempotency-Key'],
      body: { type: 'apiKey', bare: true, attributes: z.strictObject({ name: KeyName, scopes: Scopes, expiresAt: ExpiresAt.default(null) }) },
      handle: call => {
        const { name, scopes, expiresAt } = call.attributes
        return once(parts, call, `generate ${JSON.stringify(call.attributes)}`, () => {
          if (expiresAt !== null && expiresAt <= now()) {
            throw invalid(['body', 'data', 'attributes', 'expiresAt'], 'date_from_past', 'must lie in the future')
          }
          const made = apiKeys.generate(call.caller.person.id, { name, scopes, expiresAt: expiresAt ?? undefined })
          if (!made.ok) return refuse(made.failure)
          note(parts, call, { action: 'keyGenerated', targetType: 'apiKey', targetId: made.value.key.id, details: { name, scopes, expiresAt: timeOrNull(expiresAt ?? undefined) } })
          return made.value
        })
      },
    }),
    operation({
      id: 'rotateApiKey', method: 'POST', path: '/api-keys/{id}/rotate',
      summary: 'Makes a second key with the same name, scopes and length of life; the old one lives for overlapSeconds more',
      access: OWN_KEYS, answers: { 201: singleOf(FreshKeyResource) }, headers: ['Idempotency-Key'],
      body: { type: 'apiKey', bare: true, attributes: z.strictObject({ overlapSeconds: z.int().min(0).max(7 * 24 * 3600) }) },
      handle: call => {
        const id = call.params['id'] ?? ''
        const { overlapSeconds } = call.attributes
        return once(parts, call, `rotate ${id} ${String(overlapSeconds)}`, () => {
          const old = apiKeys.byId(call.caller.person.id, id)
          if (old && (old.supersededAt !== undefined || keyStatus(old, now()) === 'expired')) throw conflict('The key was rotated before, or has expired.')
          const made = apiKeys.rotate(call.caller.person.id, id, overlapSeconds)
          if (!made.ok) return refuse(made.failure)
          note(parts, call, { action: 'keyRotated', targetType: 'apiKey', targetId: id, details: { name: made.value.key.name, successor: made.value.key.id, overlapSeconds } })
          return made.value
        })
      },
    }),
  ]
}

function noteChanges(parts: Parts, call: Call<unknown, unknown>, before: ApiKeyRecord, after: ApiKeyRecord): void {
  const target = { targetType: 'apiKey', targetId: after.id } as const
  if (before.name !== after.name) note(parts, call, { ...target, action: 'keyRenamed', details: { from: before.name, to: after.name } })
  if (JSON.stringify(before.scopes) !== JSON.stringify(after.scopes)) {
    note(parts, call, { ...target, action: 'keyScopesChanged', details: { name: after.name, from: before.scopes, to: after.scopes } })
  }
}

function changeOperations(parts: Parts): Operation[] {
  const { apiKeys, now } = parts
  return [
    operation({
      id: 'changeApiKey', method: 'PATCH', path: '/api-keys/{id}', summary: 'Changes name or scopes; scopes hold from the next request on',
      access: OWN_KEYS, answers: { 200: singleOf(KeyResource) },
      body: { type: 'apiKey', bare: true, attributes: z.strictObject({ name: KeyName.optional(), scopes: Scopes.optional() }) },
      handle: call => {
        const before = apiKeys.byId(call.caller.person.id, call.params['id'] ?? '')
        if (!before) throw notFound()
        const after = parts.atomically(() => {
          const changed = apiKeys.change(before.ownerId, before.id, call.attributes)
          if (!changed.ok) return refuse(changed.failure)
          noteChanges(parts, call, before, changed.value)
          return changed.value
        })
        return { status: 200, body: single(keyResource(after, now()), call.url.toString()) }
      },
    }),
    operation({
      id: 'deleteApiKey', method: 'DELETE', path: '/api-keys/{id}', summary: 'Deletes a key: it is refused from then on',
      access: OWN_KEYS, answers: { 204: undefined },
      handle: call => {
        parts.atomically(() => {
          const removed = apiKeys.remove(call.caller.person.id, call.params['id'] ?? '')
          if (!removed) throw notFound()
          note(parts, call, { action: 'keyDeleted', targetType: 'apiKey', targetId: removed.id, details: { name: removed.name } })
        })
        return { status: 204 }
      },
    }),
  ]
}

/** List, generate, read, change, rotate, delete: each sees the caller's own keys alone; another's is a 404. */
export function apiKeyOperations(parts: Parts): Operation[] {
  return [...readOperations(parts), ...makeOperations(parts), ...changeOperations(parts)]
}
