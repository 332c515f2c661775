import { z } from 'zod'
import { conflict, notFound } from '../http/api-refusal.ts'
import { single } from '../http/envelope.ts'
import { operation, type Operation } from '../http/operation.ts'
import type { Team } from '../items/teams.ts'
import { dataAccess, READ_TEAMS } from './access.ts'
import { listOf, resourceOf, singleOf } from './answers.ts'
import { heldOperations } from './held-items.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'
import { teamResource, TeamResource } from './team-shapes.ts'

const TeamName = z.strictObject({ name: z.string().trim().min(1).max(100).refine(text => !/\p{Cc}/u.test(text), 'must not contain control characters') })
const Member = z.strictObject({ userId: z.uuid() })
const TeamMemberResource = resourceOf('teamMember', z.strictObject({ name: z.string(), email: z.string() }))

function teamOf(parts: Parts, params: Readonly<Record<string, string>>): Team {
  const team = parts.teams.byId(params['id'] ?? '')
  if (!team) throw notFound()
  return team
}

function ownTeam(parts: Parts, params: Readonly<Record<string, string>>): Team {
  const team = teamOf(parts, params)
  if (team.managedBy === 'provider') throw conflict('The identity provider manages this team.')
  return team
}

function membersOf(parts: Parts, team: Team) {
  return parts.teams.memberIds(team.id).flatMap(id => {
    const person = parts.people.byId(id)
    return person ? [{ id, type: 'teamMember', attributes: { name: person.name, email: person.email } }] : []
  })
}

function memberOperations(parts: Parts): Operation[] {
  const path = '/teams/{id}/members'
  return [
    operation({
      id: 'listTeamMembers', method: 'GET', path, summary: 'Lists the members of a team', access: dataAccess(READ_TEAMS),
      query: listQuery(['name', 'email'], ['name', 'email']), answers: { 200: listOf(TeamMemberResource) },
      handle: ({ params, query, url }) => listAnswer(membersOf(parts, teamOf(parts, params)), query, url),
    }),
    operation({
      id: 'addTeamMember', method: 'POST', path, summary: 'Adds a person to a self-managed team', access: dataAccess(['write:teams']),
      answers: { 201: singleOf(TeamMemberResource) }, body: { type: 'teamMember', attributes: Member },
      handle: call => {
        const team = ownTeam(parts, call.params)
        const { userId } = call.attributes
        const person = parts.people.byId(userId)
        if (!person || person.status === 'removed') throw notFound()
        parts.atomically(() => {
          parts.teams.join(team.id, userId)
          note(parts, call, { action: 'teamMemberAdded', targetType: 'team', targetId: team.id, details: { userId } })
        })
        return { status: 201, body: single({ id: userId, type: 'teamMember', attributes: { name: person.name, email: person.email } }, call.url.toString()) }
      },
    }),
    operation({
      id: 'removeTeamMember', method: 'DELETE', path, summary: 'Takes a person out of a self-managed team', access: dataAccess(['write:teams']),
      answers: { 204: undefined }, body: { type: 'teamMember', attributes: Member },
      handle: call => {
        const team = ownTeam(parts, call.params)
        parts.atomically(() => {
          if (!parts.teams.leave(team.id, call.attributes.userId)) throw notFound()
          note(parts, call, { action: 'teamMemberRemoved', targetType: 'team', targetId: team.id, details: { userId: call.attributes.userId } })
        })
        return { status: 204 }
      },
    }),
  ]
}

function writeOperations(parts: Parts): Operation[] {
  return [
    operation({
      id: 'createTeam', method: 'POST', path: '/teams', summary: 'Creates a self-managed team', access: dataAccess(['write:teams']),
      answers: { 201: singleOf(TeamResource) }, body: { type: 'team', attributes: TeamName },
      handle: call => {
        const team = parts.atomically(() => {
          const made = parts.teams.add(call.attributes.name, 'self')
          note(parts, call, { action: 'teamCreated', targetType: 'team', targetId: made.id })
          return made
        })
        const self = `${call.url.origin}${call.url.pathname}/${team.id}`
        return { status: 201, body: single(teamResource(team), self), headers: { location: self } }
      },
    }),
    operation({
      id: 'changeTeam', method: 'PATCH', path: '/teams/{id}', summary: 'Renames a self-managed team', access: dataAccess(['write:teams']),
      answers: { 200: singleOf(TeamResource) }, body: { type: 'team', attributes: TeamName },
      handle: call => {
        const team = ownTeam(parts, call.params)
        parts.atomically(() => {
          parts.teams.rename(team.id, call.attributes.name)
          note(parts, call, { action: 'teamChanged', targetType: 'team', targetId: team.id })
        })
        return { status: 200, body: single(teamResource(teamOf(parts, call.params)), call.url.toString()) }
      },
    }),
    operation({
      id: 'deleteTeam', method: 'DELETE', path: '/teams/{id}', summary: 'Deletes a self-managed team', access: dataAccess(['delete:teams']),
      answers: { 204: undefined },
      handle: call => {
        const team = ownTeam(parts, call.params)
        parts.atomically(() => {
          parts.teams.remove(team.id)
          note(parts, call, { action: 'teamDeleted', targetType: 'team', targetId: team.id })
        })
        return { status: 204 }
      },
    }),
  ]
}

export function teamOperations(parts: Parts): Operation[] {
  return [
    operation({
      id: 'listTeams', method: 'GET', path: '/teams', summary: 'Lists the teams of the workspace', access: dataAccess(READ_TEAMS),
      query: listQuery(['name', 'managedBy'], ['createdAt', 'name']), answers: { 200: listOf(TeamResource) },
      handle: ({ query, url }) => listAnswer(parts.teams.list().map(teamResource), query, url),
    }),
    operation({
      id: 'readTeam', method: 'GET', path: '/teams/{id}', summary: 'Reads one team', access: dataAccess(READ_TEAMS), answers: { 200: singleOf(TeamResource) },
      handle: ({ params, url }) => ({ status: 200, body: single(teamResource(teamOf(parts, params)), url.toString()) }),
    }),
    ...writeOperations(parts),
    ...memberOperations(parts),
    ...heldOperations(parts, { kind: 'team', title: 'Team', called: 'a team', idIn: params => teamOf(parts, params).id }),
  ]
}
