import type { Parts } from '../api/parts.ts'
import type { Person } from '../people/people.ts'
import { ROLE_WORDS, type WorkspaceRole } from '../people/roles.ts'
import type { Facts } from '../storage/facts.ts'
import type { CommandResult } from './command-result.ts'

// Who can read the workspace's files and keys is its master: the command line acts as an Owner does.
const COMMAND_LINE: Person = { id: '', email: '', name: 'command line', role: 'owner', status: 'active', createdAt: 0, updatedAt: 0 }

/** Invites somebody, or gives somebody who is there a new link. */
export function invite(parts: Parts, facts: Facts, who: { email: string; name: string; role: WorkspaceRole }): CommandResult {
  const origin = facts.get('origin')
  if (origin === undefined) return { ok: false, text: 'Start the workspace once, so that its address is known.' }
  return parts.atomically(() => {
    const there = parts.people.byEmail(who.email)
    const invited = there ? parts.membership.inviteAgain(COMMAND_LINE, there.id) : parts.membership.invite(COMMAND_LINE, who)
    if (!invited.ok) return { ok: false, text: 'That person can’t be invited.' }
    const { person, code } = invited.value
    parts.log.append([{
      action: 'userInvited', result: 'succeeded', actorEmail: COMMAND_LINE.name, targetType: 'user', targetId: person.id,
      details: { email: person.email, role: person.role, again: there !== undefined },
    }])
    const says = there ? `${person.email} is here already, as ${ROLE_WORDS[person.role]}; a new link:` : `${person.email} is invited as ${ROLE_WORDS[person.role]}:`
    return { ok: true, text: `${says}\n${origin}/invitation?code=${code}` }
  })
}
