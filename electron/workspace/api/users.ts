import { z } from 'zod'
import { conflict, forbidden, notFound } from '../http/api-refusal.ts'
import { single, timeOrNull } from '../http/envelope.ts'
import { operation, type Operation } from '../http/operation.ts'
import { EmailAddress, PersonName } from '../people/person-fields.ts'
import type { MembershipFailure } from '../people/membership.ts'
import type { Person } from '../people/people.ts'
import { WorkspaceRole } from '../people/roles.ts'
import { dataAccess } from './access.ts'
import { listOf, resourceOf, singleOf, Time } from './answers.ts'
import { heldOperations } from './held-items.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'
import { teamResource, TeamResource } from './team-shapes.ts'

const UserAttributes = z.strictObject({
  email: z.string(), name: z.string(), workspaceRole: WorkspaceRole, isGuest: z.boolean(), mfaStatus: z.enum(['enabled', 'disabled']),
  status: z.enum(['active', 'invited', 'removed']), createdAt: Time,
})
const UserResource = resourceOf('user', UserAttributes)
const InvitedResource = resourceOf('user', UserAttributes.extend({ invitationUrl: z.string(), invitationExpiresAt: Time }))

export function userResource(person: Person) {
  return {
    id: person.id, type: 'user',
    attributes: {
      email: person.email, name: person.name, workspaceRole: person.role, isGuest: person.role === 'guest', mfaStatus: 'disabled',
      status: person.status, createdAt: timeOrNull(person.createdAt),
    },
  }
}

/** Throws what a failure of membership means over HTTP. */
export function refuseMembership(failure: MembershipFailure): never {
  switch (failure.code) {
    case 'no_such_person':
      throw notFound()
    case 'email_taken':
      throw conflict('Somebody has this address already.')
    case 'last_owner':
      throw conflict('The workspace needs an Owner: make somebody else one first.')
    case 'yourself':
      throw forbidden('Nobody changes their own role, or removes themselves.')
    case 'above_your_role':
      throw forbidden('Your role does not reach that role.')
  }
}

function readOperations(parts: Parts): Operation[] {
  const { people } = parts
  return [
    operation({
      id: 'listUsers', method: 'GET', path: '/users', summary: 'Lists the people of the workspace', access: dataAccess(['read:users']),
      query: listQuery(['name', 'email', 'status', 'workspaceRole'], ['createdAt', 'name', 'email'], { filter: z.string().max(254).optional() }),
      answers: { 200: listOf(UserResource) }, shared: people.keep(() => new Map<string, string>()),
      handle: ({ query, url }) => {
        // `filter=<email>` is the published spelling.
        const email = query.filter
        return listAnswer(people.list().map(userResource), email === undefined ? query : { ...query, 'filter[email]': email }, url)
      },
    }),
    operation({
      id: 'readUser', method: 'GET', path: '/users/{id}', summary: 'Reads one person', access: dataAccess(['read:users']), answers: { 200: singleOf(UserResource) },
      handle: ({ params, url }) => ({ status: 200, body: single(userResource(person(parts, params)), url.toString()) }),
    }),
    ...heldOperations(parts, { kind: 'user', title: 'User', called: 'a person', idIn: params => person(parts, params).id }),
    operation({
      id: 'listUserTeams', method: 'GET', path: '/users/{id}/teams', summary: 'Lists the teams of a person', access: dataAccess(['read:users']),
      query: listQuery(['name'], ['createdAt', 'name']), answers: { 200: listOf(TeamResource) },
      handle: ({ params, query, url }) => listAnswer(parts.teams.ofPerson(person(parts, params).id).map(teamResource), query, url),
    }),
  ]
}

function person(parts: Parts, params: Readonly<Record<string, string>>): Person {
  const found = parts.people.byId(params['id'] ?? '')
  if (!found || found.status === 'removed') throw notFound()
  return found
}

function writeOperations(parts: Parts): Operation[] {
  return [
    operation({
      id: 'inviteUser', method: 'POST', path: '/users', summary: 'Invites a person; the answer holds the link by which they join, this once',
      access: dataAccess(['write:users']), answers: { 201: singleOf(InvitedResource) },
      body: { type: 'user', attributes: z.strictObject({ email: EmailAddress, name: PersonName, workspaceRole: WorkspaceRole.default('user') }) },
      handle: call => {
        const { email, name, workspaceRole: role } = call.attributes
        const invited = parts.atomically(() => {
          const done = parts.membership.invite(call.caller.person, { email, name, role })
          if (!done.ok) return refuseMembership(done.failure)
          note(parts, call, { action: 'userInvited', targetType: 'user', targetId: done.value.person.id, details: { email, role } })
          return done.value
        })
        const shown = userResource(invited.person)
        const invitation = { invitationUrl: `${call.url.origin}/invitation?code=${invited.code}`, invitationExpiresAt: timeOrNull(invited.expiresAt) }
        const self = `${call.url.origin}${call.url.pathname}/${invited.person.id}`
        return { status: 201, body: single({ ...shown, attributes: { ...shown.attributes, ...invitation } }, self), headers: { location: self } }
      },
    }),
    operation({
      id: 'changeUser', method: 'PATCH', path: '/users/{id}', summary: 'Changes the name or role of a person; a lower role ends their sessions and keys',
      access: dataAccess(['write:users']), answers: { 200: singleOf(UserResource) },
      body: { type: 'user', attributes: z.strictObject({ name: PersonName.optional(), workspaceRole: WorkspaceRole.optional() }) },
      handle: call => {
        const before = person(parts, call.params)
        const { name, workspaceRole } = call.attributes
        const by = call.caller.person
        parts.atomically(() => {
          if (name !== undefined) {
            const renamed = parts.membership.rename(by, before.id, name)
            if (!renamed.ok) refuseMembership(renamed.failure)
            note(parts, call, { action: 'userChanged', targetType: 'user', targetId: before.id })
          }
          if (workspaceRole === undefined || workspaceRole === before.role) return
          const changed = parts.membership.changeRole(by, before.id, workspaceRole)
          if (!changed.ok) refuseMembership(changed.failure)
          note(parts, call, { action: 'userRoleChanged', targetType: 'user', targetId: before.id, details: { from: before.role, to: workspaceRole } })
        })
        return { status: 200, body: single(userResource(person(parts, call.params)), call.url.toString()) }
      },
    }),
    operation({
      id: 'removeUser', method: 'DELETE', path: '/users/{id}', summary: 'Removes a person: their sessions and keys end at once',
      access: dataAccess(['write:users']), answers: { 204: undefined },
      handle: call => {
        const { id } = person(parts, call.params)
        parts.atomically(() => {
          const removed = parts.membership.remove(call.caller.person, id)
          if (!removed.ok) refuseMembership(removed.failure)
          note(parts, call, { action: 'userRemoved', targetType: 'user', targetId: id })
        })
        return { status: 204 }
      },
    }),
  ]
}

export function userOperations(parts: Parts): Operation[] {
  return [...readOperations(parts), ...writeOperations(parts)]
}
