import type { ActivityLog } from '../activity/activity-log.ts'
import type { Membership } from '../people/membership.ts'
import type { People, Person } from '../people/people.ts'
import type { ExternalPerson } from './external-claims.ts'

/**
 * The person here whom an external provider vouches for: found by issuer and subject, then by address, else new. The
 * provider decides the role from then on; who was removed here stays out.
 */
export function externalPeople(people: People, membership: Membership, log: ActivityLog, atomically: <T>(work: () => T) => T) {
  return (external: ExternalPerson): Person | undefined => {
    const known = people.byExternal(external.issuer, external.subject)
    if (known) {
      if (known.status !== 'active') return undefined
      if (known.role !== external.role) membership.follow(known.id, external.role)
      return people.byId(known.id)
    }
    return atomically(() => join(people, membership, log, external))
  }
}

function join(people: People, membership: Membership, log: ActivityLog, external: ExternalPerson): Person | undefined {
  const there = people.byEmail(external.email)
  // SECURITY: an address that its holder never proved must not take over whoever has it here. And two subjects are never
  // one person.
  if (there && (!external.isEmailProven || people.isExternal(there.id))) return undefined
  const person = there ?? people.add({ email: external.email, name: external.name, role: external.role, status: 'active' })
  people.linkExternal(person.id, external.issuer, external.subject)
  if (there) membership.follow(there.id, external.role)
  log.append([{
    action: 'userJoined', result: 'succeeded', actorId: person.id, actorEmail: person.email, targetType: 'user', targetId: person.id, details: { issuer: external.issuer },
  }])
  return people.byId(person.id)
}
