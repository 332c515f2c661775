import type { ProviderFailure } from '../../shared/failures.ts'
import { Seconds } from '../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import type { WorkspaceRole } from '../../shared/workspace.ts'
import { Secret } from '../../electron/core/secret.ts'
import type { RefreshAnswer, TokenAnswer } from '../../electron/core/session/ports.ts'
import type { FakeTime } from './session-time.ts'

export interface Person {
  id: string
  email: string
  role: WorkspaceRole
}

interface Grant {
  person: Person
  life: number
  /** The one refresh token that stands; the use of another one of the family ends it. */
  current: string
  previous: { token: string; until: number } | undefined
  isRevoked: boolean
}

interface Issued {
  grant: Grant
  /** In true time, which no clock of the machine shows. */
  diesAt: number
  isRevoked: boolean
}

/** A provider that rotates refresh tokens, and takes a whole family back when a spent one comes again. */
export interface FakeProvider {
  rules: {
    rotates: boolean
    /** How long a spent refresh token is still taken. */
    graceMs: number
    /** Life of the next access tokens in seconds, where it isn't the workspace's. */
    life: number | undefined
    /** Refuses every refresh with this OAuth error. */
    refuses: string | undefined
    /** Answers every refresh with somebody else's tokens. */
    mixesUp: boolean
    /** Whether it publishes a revocation endpoint. */
    canRevoke: boolean
  }
  counts: { refreshes: number; granted: number; revocations: string[] }
  signIn(person: Person, life: number): TokenAnswer
  refresh(refreshToken: string): Outcome<RefreshAnswer, ProviderFailure>
  revoke(token: string, hint: string): void
  /** When a token dies of age, in true time. */
  diesAt(accessToken: string): number
  /** The person of a token that is accepted at this moment. */
  personOf(accessToken: string | undefined): Person | undefined
  endAllSessions(): void
}

export function makeFakeProvider(time: FakeTime): FakeProvider {
  const grants = new Map<string, Grant>()
  const issued = new Map<string, Issued>()
  let serial = 0
  const rules: FakeProvider['rules'] = { rotates: true, graceMs: 0, life: undefined, refuses: undefined, mixesUp: false, canRevoke: true }
  const counts: FakeProvider['counts'] = { refreshes: 0, granted: 0, revocations: [] }

  function answer(grant: Grant, isFirst: boolean): TokenAnswer {
    serial += 1
    const accessToken = `access-${String(serial)}`
    const isRotated = isFirst || rules.rotates
    if (isRotated) {
      if (!isFirst) grant.previous = { token: grant.current, until: time.trueMs() + rules.graceMs }
      grant.current = `refresh-${String(serial)}`
      grants.set(grant.current, grant)
    }
    const life = rules.life ?? grant.life
    issued.set(accessToken, { grant, diesAt: time.trueMs() + life * 1000, isRevoked: false })
    counts.granted += 1
    return {
      accessToken: new Secret(accessToken), refreshToken: isRotated ? new Secret(grant.current) : undefined, idToken: undefined,
      expiresIn: Seconds.parse(life), receivedAt: time.clock.now(),
    }
  }

  function refuse(grant: Grant | undefined): Outcome<never, ProviderFailure> {
    if (grant !== undefined) grant.isRevoked = true
    return fail({ code: 'grant_refused', error: 'invalid_grant' })
  }

  return {
    rules,
    counts,
    signIn: (person, life) => answer({ person, life, current: '', previous: undefined, isRevoked: false }, true),
    refresh(refreshToken) {
      counts.refreshes += 1
      if (rules.refuses !== undefined) return fail({ code: 'grant_refused', error: rules.refuses })
      const grant = grants.get(refreshToken)
      if (grant === undefined || grant.isRevoked) return refuse(undefined)
      const isInGrace = grant.previous?.token === refreshToken && time.trueMs() <= grant.previous.until
      return grant.current === refreshToken || isInGrace ? succeed({ ...answer(grant, false), isForAnother: rules.mixesUp }) : refuse(grant)
    },
    revoke(token, hint) {
      counts.revocations.push(`${hint} ${token}`)
      const grant = grants.get(token)
      if (grant !== undefined) grant.isRevoked = true
      const access = issued.get(token)
      if (access !== undefined) access.isRevoked = true
    },
    diesAt: accessToken => issued.get(accessToken)?.diesAt ?? 0,
    personOf(accessToken) {
      const access = accessToken === undefined ? undefined : issued.get(accessToken)
      const isDead = access === undefined || access.isRevoked || access.grant.isRevoked || access.diesAt <= time.trueMs()
      return isDead ? undefined : access.grant.person
    },
    endAllSessions() {
      for (const grant of grants.values()) grant.isRevoked = true
    },
  }
}
