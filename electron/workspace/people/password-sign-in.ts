import type { ActivityLog } from '../activity/activity-log.ts'
import { verifyPassword } from './password.ts'
import type { People, Person } from './people.ts'
import { tryLimit } from './try-limit.ts'

export type PasswordAnswer = { kind: 'right'; person: Person } | { kind: 'wrong' } | { kind: 'wait'; seconds: number }

/** Checks a password: limited by address and by account, noted in the log, and as slow for nobody as for somebody. */
export type PasswordSignIn = (try_: { email: string; password: string; address: string; where: 'app' | 'people' }, mayEnter: (person: Person) => boolean) => Promise<PasswordAnswer>

const FIVE_MINUTES_MS = 5 * 60 * 1000

export function openPasswordSignIn(people: People, log: ActivityLog, now: () => number): PasswordSignIn {
  const addresses = tryLimit(200, FIVE_MINUTES_MS, now)
  const accounts = tryLimit(10, FIVE_MINUTES_MS, now)
  const note = (person: Person | undefined, email: string, enters: boolean, where: string) => {
    log.append([{
      action: enters ? 'signedIn' : 'signInRefused', result: enters ? 'succeeded' : 'refused', actorId: person?.id,
      actorEmail: person?.email ?? email.slice(0, 254), targetType: 'user', targetId: person?.id, details: { where },
    }])
  }
  return async ({ email, password, address, where }, mayEnter) => {
    const account = email.trim().toLowerCase()
    const seconds = addresses.count(address) ?? accounts.count(account)
    if (seconds !== undefined) return { kind: 'wait', seconds }
    const person = people.byEmail(email)
    const isRight = await verifyPassword(password, person?.status === 'active' ? people.passwordHash(person.id) : undefined)
    const enters = isRight && person !== undefined && mayEnter(person)
    note(person, email, enters, where)
    if (!enters) return { kind: 'wrong' }
    accounts.forgive(account)
    return { kind: 'right', person }
  }
}
