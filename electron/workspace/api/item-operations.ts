import { z } from 'zod'
import { conflict, notFound } from '../http/api-refusal.ts'
import { single } from '../http/envelope.ts'
import { itemOf, operation, type Operation } from '../http/operation.ts'
import type { ItemKind, SubjectKind } from '../items/items.ts'
import { ItemRole } from '../people/roles.ts'
import { dataAccess, READ_SCOPES, WRITE_SCOPES } from './access.ts'
import { listOf, singleOf } from './answers.ts'
import { itemResource, ItemResource } from './item-shapes.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'

const named = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The list of a kind of item. */
export function listItems(parts: Parts, kind: ItemKind, filters: readonly string[]): Operation {
  return operation({
    id: `list${named(kind)}s`, method: 'GET', path: `/${kind}s`, summary: `Lists the ${kind}s that you can see`,
    access: dataAccess(READ_SCOPES[kind]), query: listQuery(filters, ['createdAt', 'updatedAt', 'name']), answers: { 200: listOf(ItemResource[kind]) },
    handle: ({ caller, query, url }) => listAnswer(parts.items.visibleTo(caller.person.id, kind).map(itemResource), query, url),
  })
}

/** One item, as lists show it. */
export function readItem(kind: ItemKind): Operation {
  return operation({
    id: `read${named(kind)}`, method: 'GET', path: `/${kind}s/{id}`, summary: `Reads one ${kind}`,
    access: dataAccess(READ_SCOPES[kind], { kind, needs: 'collaborator' }), answers: { 200: singleOf(ItemResource[kind]) },
    handle: call => ({ status: 200, body: single(itemResource(itemOf(call).item), call.url.toString()) }),
  })
}

const MEMBER = {
  user: { idName: 'userId', Shape: z.strictObject({ userId: z.uuid(), role: ItemRole }) },
  team: { idName: 'teamId', Shape: z.strictObject({ teamId: z.uuid(), role: ItemRole }) },
} as const

const MemberResource = z.strictObject({ id: z.uuid(), type: z.literal('member'), attributes: z.strictObject({ role: ItemRole, email: z.string().optional(), name: z.string() }) })

function memberResources(parts: Parts, itemId: string, subject: SubjectKind) {
  return parts.items.members(itemId, subject).flatMap(({ subjectId, role }) => {
    const who = subject === 'user' ? parts.people.byId(subjectId) : parts.teams.byId(subjectId)
    if (!who) return []
    return [{ id: subjectId, type: 'member', attributes: { role, name: who.name, ...('email' in who ? { email: who.email } : {}) } }]
  })
}

function isThere(parts: Parts, subject: SubjectKind, id: string): boolean {
  if (subject === 'team') return parts.teams.byId(id) !== undefined
  const person = parts.people.byId(id)
  return person !== undefined && person.status !== 'removed'
}

/** Who holds a role on an item: read by whoever sees it, changed by its Owners. */
export function memberOperations(parts: Parts, kind: ItemKind, subject: SubjectKind, beneath: string): Operation[] {
  const { idName, Shape } = MEMBER[subject]
  const path = `/${kind}s/{id}/${beneath}`
  const title = `${named(kind)}${named(subject)}`
  const idOf = (attributes: Readonly<Record<string, string>>): string => attributes[idName] ?? ''
  return [
    operation({
      id: `list${title}s`, method: 'GET', path, summary: `Lists the ${subject}s that hold a role on the ${kind}`,
      access: dataAccess(READ_SCOPES[kind], { kind, needs: 'collaborator' }), query: listQuery(['name', 'role'], ['name', 'role']), answers: { 200: listOf(MemberResource) },
      handle: call => listAnswer(memberResources(parts, itemOf(call).item.id, subject), call.query, call.url),
    }),
    operation({
      id: `add${title}`, method: 'POST', path, summary: `Gives a ${subject} a role on the ${kind}, or another one`,
      access: dataAccess(WRITE_SCOPES[kind], { kind, needs: 'owner' }), answers: { 201: singleOf(MemberResource) },
      body: { type: 'member', attributes: Shape },
      handle: call => {
        const { id } = itemOf(call).item
        const subjectId = idOf(call.attributes)
        if (!isThere(parts, subject, subjectId)) throw notFound()
        parts.atomically(() => {
          parts.items.share(id, subject, subjectId, call.attributes.role)
          note(parts, call, { action: 'itemShared', targetType: kind, targetId: id, details: { [idName]: subjectId, role: call.attributes.role } })
        })
        const member = memberResources(parts, id, subject).find(({ id: found }) => found === subjectId)
        if (!member) throw notFound()
        return { status: 201, body: single(member, call.url.toString()) }
      },
    }),
    operation({
      id: `remove${title}`, method: 'DELETE', path, summary: `Takes a ${subject}'s role on the ${kind}`,
      access: dataAccess(WRITE_SCOPES[kind], { kind, needs: 'owner' }), answers: { 204: undefined },
      body: { type: 'member', attributes: z.strictObject({ [idName]: z.uuid() }) },
      handle: call => {
        const { id } = itemOf(call).item
        const subjectId = idOf(call.attributes)
        const outcome = parts.atomically(() => {
          const gone = parts.items.unshare(id, subject, subjectId)
          if (gone === true) note(parts, call, { action: 'itemUnshared', targetType: kind, targetId: id, details: { [idName]: subjectId } })
          return gone
        })
        if (outcome === 'last_owner') throw conflict('Nobody would own it any more: make somebody else its Owner first.')
        if (!outcome) throw notFound()
        return { status: 204 }
      },
    }),
  ]
}

