import { z } from 'zod'
import { conflict, invalid, notFound } from '../http/api-refusal.ts'
import { single, timeOrNull } from '../http/envelope.ts'
import { itemOf, operation, type Call, type Operation } from '../http/operation.ts'
import type { Job, JobType } from '../items/integration-users.ts'
import type { Item } from '../items/items.ts'
import { dataAccess, READ_SCOPES } from './access.ts'
import { listOf, resourceOf, singleOf, Time } from './answers.ts'
import { listItems, readItem } from './item-operations.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'

const EntitlementResource = resourceOf('entitlement', z.strictObject({ name: z.string(), description: z.union([z.string(), z.null()]) }))
const IntegrationUserResource = resourceOf('integrationUser', z.strictObject({
  name: z.string(), email: z.string(), status: z.enum(['inviting', 'active', 'removing']), entitlements: z.array(z.uuid()),
}))
export const JobResource = resourceOf('job', z.strictObject({
  type: z.enum(['inviteUser', 'removeUser']), status: z.enum(['pending', 'running', 'succeeded', 'failed']), integrationId: z.uuid(),
  userId: z.uuid(), startedBy: z.uuid(), createdAt: Time, updatedAt: Time,
}))

export interface Entitlement { id: string; name: string; description: string | null }

const Entitlements = z.array(z.uuid()).max(50)

export function jobResource(job: Job) {
  const { id, createdAt, updatedAt, personId, ...attributes } = job
  return { id, type: 'job', attributes: { ...attributes, userId: personId, createdAt: timeOrNull(createdAt), updatedAt: timeOrNull(updatedAt) } }
}

const entitlementsOf = (item: Item): readonly Entitlement[] => (item.attributes['entitlements'] ?? []) as Entitlement[]

function known(item: Item, asked: readonly string[]): string[] {
  const ids = new Set(entitlementsOf(item).map(({ id }) => id))
  if (asked.some(id => !ids.has(id))) throw invalid(['body', 'data', 'attributes', 'entitlements'], 'value_error', 'must be entitlements of this integration')
  return [...new Set(asked)]
}

function usersOf(parts: Parts, integrationId: string) {
  return parts.integrationUsers.list(integrationId).flatMap(({ personId, status, entitlements }) => {
    const person = parts.people.byId(personId)
    return person ? [{ id: personId, type: 'integrationUser', attributes: { name: person.name, email: person.email, status, entitlements } }] : []
  })
}

function startJob(parts: Parts, call: Call<unknown, unknown>, type: JobType, userId: string, entitlements: readonly string[]) {
  const { item } = itemOf(call)
  if (parts.people.byId(userId)?.status !== 'active') throw notFound()
  const job = parts.atomically(() => {
    const started = parts.integrationUsers.start(type, item.id, userId, call.caller.person.id, entitlements)
    if (started) note(parts, call, { action: 'jobStarted', targetType: 'job', targetId: started.id, details: { type, integrationId: item.id, userId } })
    return started
  })
  if (!job) throw conflict(type === 'inviteUser' ? 'The user is there already, or a job is under way.' : 'The user is not there, or a job is under way.')
  return { status: 202, body: single(jobResource(job), `${call.url.origin}/api/v1/jobs/${job.id}`) }
}

function userOperations(parts: Parts): Operation[] {
  const path = '/integrations/{id}/users'
  return [
    operation({
      id: 'listIntegrationUsers', method: 'GET', path, summary: 'Lists who uses the integrated application',
      access: dataAccess(READ_SCOPES.integration, { kind: 'integration', needs: 'collaborator' }),
      query: listQuery(['name', 'email', 'status'], ['name', 'email']), answers: { 200: listOf(IntegrationUserResource) },
      handle: call => listAnswer(usersOf(parts, itemOf(call).item.id), call.query, call.url),
    }),
    operation({
      id: 'inviteIntegrationUser', method: 'POST', path, summary: 'Starts a job that invites a user to the application; its Owners only',
      access: dataAccess(['write:automations', 'write:integrations'], { kind: 'integration', needs: 'owner' }), answers: { 202: singleOf(JobResource) },
      body: { type: 'integrationUser', attributes: z.strictObject({ userId: z.uuid(), entitlements: Entitlements.default([]) }) },
      handle: call => startJob(parts, call, 'inviteUser', call.attributes.userId, known(itemOf(call).item, call.attributes.entitlements)),
    }),
    operation({
      id: 'changeIntegrationUser', method: 'PATCH', path, summary: 'Changes the entitlements of a user',
      access: dataAccess(['write:integrations'], { kind: 'integration', needs: 'owner' }), answers: { 200: singleOf(IntegrationUserResource) },
      body: { type: 'integrationUser', attributes: z.strictObject({ userId: z.uuid(), entitlements: Entitlements }) },
      handle: call => {
        const { item } = itemOf(call)
        const { userId } = call.attributes
        const entitlements = known(item, call.attributes.entitlements)
        parts.atomically(() => {
          if (!parts.integrationUsers.entitle(item.id, userId, entitlements)) throw notFound()
          note(parts, call, { action: 'entitlementsChanged', targetType: 'integration', targetId: item.id, details: { userId, entitlements } })
        })
        const changed = usersOf(parts, item.id).find(({ id }) => id === userId)
        if (!changed) throw notFound()
        return { status: 200, body: single(changed, call.url.toString()) }
      },
    }),
    operation({
      id: 'removeIntegrationUser', method: 'DELETE', path, summary: 'Starts a job that removes a user from the application; its Owners only',
      access: dataAccess(['write:automations', 'write:integrations'], { kind: 'integration', needs: 'owner' }), answers: { 202: singleOf(JobResource) },
      body: { type: 'integrationUser', attributes: z.strictObject({ userId: z.uuid() }) },
      handle: call => startJob(parts, call, 'removeUser', call.attributes.userId, []),
    }),
  ]
}

export function integrationOperations(parts: Parts): Operation[] {
  return [
    listItems(parts, 'integration', ['name', 'application']),
    readItem('integration'),
    operation({
      id: 'listEntitlements', method: 'GET', path: '/integrations/{id}/entitlements', summary: 'Lists what the application lets its users do',
      access: dataAccess(READ_SCOPES.integration, { kind: 'integration', needs: 'collaborator' }),
      query: listQuery(['name'], ['name']), answers: { 200: listOf(EntitlementResource) },
      handle: call => listAnswer(entitlementsOf(itemOf(call).item).map(({ id, ...attributes }) => ({ id, type: 'entitlement', attributes })), call.query, call.url),
    }),
    ...userOperations(parts),
    operation({
      id: 'readJob', method: 'GET', path: '/jobs/{id}', summary: 'Reads the state of an automated job',
      access: dataAccess(['read:automations']), answers: { 200: singleOf(JobResource) },
      handle: ({ caller, params, url }) => {
        const job = parts.integrationUsers.job(params['id'] ?? '')
        const mayBeSeen = job && (job.startedBy === caller.person.id || parts.items.seenBy(caller.person.id, 'integration', job.integrationId))
        if (!job || !mayBeSeen) throw notFound()
        return { status: 200, body: single(jobResource(job), url.toString()) }
      },
    }),
  ]
}
