import { randomUUID } from 'node:crypto'
import type { ItemKind } from '../../electron/workspace/items/items.ts'
import type { ItemRoleCell, Rule } from './rbac-table.ts'
import { enveloped } from './workspace-api.ts'
import type { Seed } from './workspace-seed.ts'

export interface Prepared { path: string; body?: unknown }

/** What stands in the workspace for every cell: an owner of things, a person and a team to act on. */
export interface Ground { keeperId: string; targetId: string; teamId: string }

const ITEM_ATTRIBUTES: Readonly<Record<ItemKind, Readonly<Record<string, unknown>>>> = {
  account: { name: 'Account', domain: 'a.example', status: 'enabled', hasTotp: false, hasPasskey: false, mfaEnabled: false, secrets: [] },
  secret: { name: 'Secret', category: 'text', value: 'v', vaultId: null },
  collection: { name: 'Collection' },
  integration: { name: 'Integration', application: 'app.example', entitlements: [] },
}

let count = 0
const unique = () => `${String((count += 1))}-${randomUUID().slice(0, 8)}`

/** An item that somebody else owns, with the cell's role for the caller. */
function itemFor({ parts }: Seed, ground: Ground, kind: ItemKind, callerId: string, role: ItemRoleCell): string {
  const { id } = parts.items.add(kind, ITEM_ATTRIBUTES[kind], ground.keeperId)
  if (role !== 'none') parts.items.share(id, 'user', callerId, role)
  return id
}

type Prepare = (seed: Seed, ground: Ground, id: string, callerId: string) => unknown

function startedUser({ parts }: Seed, integrationId: string, personId: string): void {
  parts.integrationUsers.start('inviteUser', integrationId, personId, personId, [])
  parts.integrationUsers.work()
}

function content(seed: Seed, kind: ItemKind, collectionId: string, callerId: string, isThere: boolean): unknown {
  const item = seed.parts.items.add(kind, ITEM_ATTRIBUTES[kind], callerId)
  if (isThere) seed.parts.items.include(collectionId, item.id)
  return enveloped(kind, { id: item.id })
}

function member(seed: Seed, ground: Ground, itemId: string, subject: 'user' | 'team', isThere: boolean): unknown {
  const id = subject === 'user' ? ground.targetId : ground.teamId
  if (isThere) seed.parts.items.share(itemId, subject, id, 'collaborator')
  return enveloped('member', { [`${subject}Id`]: id, ...(isThere ? {} : { role: 'collaborator' }) })
}

/** What an operation needs to succeed, made just before it is called; its body. Operations that aren't here need nothing. */
const PREPARE: Readonly<Record<string, Prepare>> = {
  'POST /api-keys': () => enveloped('apiKey', { name: `Made ${unique()}`, scopes: ['read:users'] }),
  'PATCH /api-keys/{id}': () => enveloped('apiKey', { scopes: ['read:teams'] }),
  'POST /api-keys/{id}/rotate': () => enveloped('apiKey', { overlapSeconds: 1 }),
  'PATCH /accounts/{id}': () => enveloped('account', { phone: '1' }),
  'POST /secrets': () => enveloped('secret', { name: 'S', value: 'v' }),
  'POST /collections': () => enveloped('collection', { name: 'C' }),
  'PATCH /collections/{id}': () => enveloped('collection', { name: 'C2' }),
  'POST /users': () => enveloped('user', { name: 'N', email: `new-${unique()}@acme.example`, workspaceRole: 'guest' }),
  'PATCH /users/{id}': () => enveloped('user', { name: 'Renamed' }),
  'POST /teams': () => enveloped('team', { name: 'T' }),
  'PATCH /teams/{id}': () => enveloped('team', { name: 'T2' }),
  'POST /teams/{id}/members': (_seed, ground) => enveloped('teamMember', { userId: ground.targetId }),
  'DELETE /teams/{id}/members': ({ parts }, ground, id) => {
    parts.teams.join(id, ground.targetId)
    return enveloped('teamMember', { userId: ground.targetId })
  },
  'POST /integrations/{id}/users': (_seed, ground) => enveloped('integrationUser', { userId: ground.targetId }),
  'PATCH /integrations/{id}/users': (seed, ground, id) => {
    startedUser(seed, id, ground.targetId)
    return enveloped('integrationUser', { userId: ground.targetId, entitlements: [] })
  },
  'DELETE /integrations/{id}/users': (seed, ground, id) => {
    startedUser(seed, id, ground.targetId)
    return enveloped('integrationUser', { userId: ground.targetId })
  },
}

function bodyOf(rule: Rule, seed: Seed, ground: Ground, id: string, callerId: string): unknown {
  const named = PREPARE[`${rule.method} ${rule.path}`]
  if (named) return named(seed, ground, id, callerId)
  if (rule.method !== 'POST' && rule.method !== 'DELETE') return undefined
  const held = /^\/collections\/\{id\}\/(account|secret|collection)s$/.exec(rule.path)?.[1]
  if (held) return content(seed, held as ItemKind, id, callerId, rule.method === 'DELETE')
  const subject = /\/\{id\}\/(?:members\/)?(user|team)s$/.exec(rule.path)?.[1]
  return subject ? member(seed, ground, id, subject as 'user' | 'team', rule.method === 'DELETE') : undefined
}

/** The thing that the path's `{id}` names. */
function idFor(rule: Rule, seed: Seed, ground: Ground, callerId: string, role: ItemRoleCell): string {
  const { parts } = seed
  const first = rule.path.split('/')[1] ?? ''
  if (rule.itemRoles.length > 0) return itemFor(seed, ground, first.slice(0, -1) as ItemKind, callerId, role)
  if (first === 'users') return rule.method === 'GET' ? ground.targetId : parts.people.add({ email: `u-${unique()}@acme.example`, name: 'U', role: 'guest', status: 'active' }).id
  if (first === 'teams') return rule.method === 'GET' ? ground.teamId : parts.teams.add('Team', 'self').id
  if (first === 'jobs') {
    const integration = itemFor(seed, ground, 'integration', callerId, 'none')
    return parts.integrationUsers.start('inviteUser', integration, ground.targetId, callerId, [])?.id ?? ''
  }
  const made = parts.apiKeys.generate(callerId, { name: `Own ${unique()}`, scopes: ['read:users'], expiresAt: undefined })
  return made.ok ? made.value.key.id : ''
}

/** Prepares one cell: a thing on which the caller holds the cell's item role, and a body with which the call can succeed. */
export function prepare(rule: Rule, seed: Seed, ground: Ground, callerId: string, role: ItemRoleCell): Prepared {
  const id = rule.path.includes('{id}') ? idFor(rule, seed, ground, callerId, role) : ''
  const body = bodyOf(rule, seed, ground, id, callerId)
  return { path: rule.path.replace('{id}', id), ...(body === undefined ? {} : { body }) }
}
