import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Items } from '../items/items.ts'
import type { Teams } from '../items/teams.ts'
import type { ApiKeys } from '../keys/api-keys.ts'
import type { Invitations } from './invitations.ts'
import type { People, Person } from './people.ts'
import { mayHoldCredentials, type WorkspaceRole } from './roles.ts'

export type MembershipFailure = { code: 'above_your_role' } | { code: 'email_taken' } | { code: 'last_owner' } | { code: 'no_such_person' } | { code: 'yourself' }
export interface Invited { person: Person; code: string; expiresAt: number }

/**
 * Who joins, with which role, and who goes. Each acts on roles beneath their own; an Owner on every role. Nobody changes
 * their own role, and there is always an Owner.
 */
export interface Membership {
  invite(by: Person, who: { email: string; name: string; role: WorkspaceRole }): Outcome<Invited, MembershipFailure>
  /** A new code for somebody invited, or for somebody who lost their password. */
  inviteAgain(by: Person, personId: string): Outcome<Invited, MembershipFailure>
  /** The code's person chooses name and password. All their sessions end: it may have been somebody else who had them. */
  join(code: string, name: string, passwordHash: string): Person | undefined
  personInvitedBy(code: string): Person | undefined
  rename(by: Person, personId: string, name: string): Outcome<Person, MembershipFailure>
  changeRole(by: Person, personId: string, role: WorkspaceRole): Outcome<Person, MembershipFailure>
  /** Sessions and keys end at once; what only they owned passes to `by`. */
  remove(by: Person, personId: string): Outcome<Person, MembershipFailure>
  /** What an external provider says somebody's role is, from now on. */
  follow(personId: string, role: WorkspaceRole): void
}

export interface MembershipParts {
  people: People
  invitations: Invitations
  apiKeys: ApiKeys
  items: Items
  teams: Teams
  /** Ends every session and bearer token of a person. */
  endSessionsOf: (personId: string) => void
  atomically: <T>(work: () => T) => T
}

const RANK: Readonly<Record<WorkspaceRole, number>> = { owner: 4, superAdmin: 3, admin: 2, user: 1, guest: 0 }

function mayGive(by: Person, role: WorkspaceRole): boolean {
  return by.role === 'owner' || (mayHoldCredentials(by.role) && RANK[role] < RANK[by.role])
}

export function openMembership(parts: MembershipParts): Membership {
  const { people, invitations, apiKeys, items, teams, atomically } = parts
  const ofRank = (by: Person, personId: string): Outcome<Person, MembershipFailure> => {
    const person = people.byId(personId)
    if (!person || person.status === 'removed') return fail({ code: 'no_such_person' })
    return mayGive(by, person.role) ? succeed(person) : fail({ code: 'above_your_role' })
  }
  const isLastOwner = (person: Person) =>
    person.role === 'owner' && person.status === 'active' && people.list().filter(({ role, status }) => role === 'owner' && status === 'active').length === 1
  const disarm = (personId: string) => {
    parts.endSessionsOf(personId)
    apiKeys.removeAllOf(personId)
  }
  const setRole = (person: Person, role: WorkspaceRole): Person => atomically(() => {
    const isDemotion = RANK[role] < RANK[person.role]
    const changed = people.change(person.id, { role }) ?? person
    if (isDemotion) disarm(person.id)
    return changed
  })

  return {
    invite(by, who) {
      if (!mayGive(by, who.role)) return fail({ code: 'above_your_role' })
      if (people.byEmail(who.email)) return fail({ code: 'email_taken' })
      return succeed(atomically(() => {
        const person = people.add({ ...who, status: 'invited' })
        return { person, ...invitations.issue(person.id) }
      }))
    },
    inviteAgain(by, personId) {
      const found = ofRank(by, personId)
      return found.ok ? succeed({ person: found.value, ...invitations.issue(personId) }) : found
    },
    join: (code, name, passwordHash) => atomically(() => {
      const personId = invitations.personOf(code)
      if (personId === undefined) return undefined
      invitations.end(personId)
      parts.endSessionsOf(personId)
      return people.change(personId, { name, passwordHash, status: 'active' })
    }),
    personInvitedBy(code) {
      const personId = invitations.personOf(code)
      return personId === undefined ? undefined : people.byId(personId)
    },
    rename(by, personId, name) {
      const found = by.id === personId ? succeed(by) : ofRank(by, personId)
      return found.ok ? succeed(people.change(personId, { name }) ?? found.value) : found
    },
    changeRole(by, personId, role) {
      if (by.id === personId) return fail({ code: 'yourself' })
      const found = ofRank(by, personId)
      if (!found.ok) return found
      if (!mayGive(by, role)) return fail({ code: 'above_your_role' })
      if (role !== 'owner' && isLastOwner(found.value)) return fail({ code: 'last_owner' })
      return succeed(setRole(found.value, role))
    },
    remove(by, personId) {
      if (by.id === personId) return fail({ code: 'yourself' })
      const found = ofRank(by, personId)
      if (!found.ok) return found
      if (isLastOwner(found.value)) return fail({ code: 'last_owner' })
      return succeed(atomically(() => {
        disarm(personId)
        invitations.end(personId)
        items.inherit(personId, by.id)
        teams.leaveAll(personId)
        return people.change(personId, { status: 'removed' }) ?? found.value
      }))
    },
    follow(personId, role) {
      const person = people.byId(personId)
      if (person && person.role !== role && !isLastOwner(person)) setRole(person, role)
    },
  }
}
