import type { KeychainFailure, PublicationFailure } from '../../shared/failures.ts'
import type { Instant } from '../../shared/instant.ts'
import { fail, succeed } from '../../shared/outcome.ts'
import { Secret } from '../../electron/core/secret.ts'
import type { ConnectionRecord, HeldTokens, Publication } from '../../electron/core/session/ports.ts'
import type { SessionPorts } from '../../electron/core/session/session-ports.ts'
import type { FakeTime } from './session-time.ts'

export interface FileSection {
  token: string | undefined
  expiresAt: Instant | undefined
  workspaceSlug: string
  baseUrl: string
}

/** What outlives a process on a machine: keychain, credentials file, records; and the failures they are told to have. */
export interface FakeMachine {
  keychain: { readFailure: KeychainFailure | undefined; writeFailure: KeychainFailure | undefined; isDamaged: boolean; vault: Map<string, HeldTokens> }
  file: { exists: boolean; failure: PublicationFailure | undefined; writes: number; sections: Map<string, FileSection> }
  records: Map<string, ConnectionRecord>
}

export function makeFakeMachine(): FakeMachine {
  return {
    keychain: { readFailure: undefined, writeFailure: undefined, isDamaged: false, vault: new Map() },
    file: { exists: false, failure: undefined, writes: 0, sections: new Map() },
    records: new Map(),
  }
}

/** One call of a port, by a process that may die at it. */
export type Gate = <Answer>(work: () => Promise<Answer> | Answer) => Promise<Answer>

type MachinePorts = Pick<SessionPorts, 'vault' | 'publisher' | 'sections' | 'records'>

/** The ports of one process on this machine. */
export function machinePorts({ keychain, file, records }: FakeMachine, time: FakeTime, gate: Gate): MachinePorts {
  const change = (work: () => void) => {
    if (file.failure !== undefined) return fail(file.failure)
    work()
    file.writes += 1
    return succeed({ at: time.clock.now() })
  }
  const publish = (publication: Publication) => {
    const { profile, workspaceSlug, baseUrl, expiresAt, isOurs, takeOver } = publication
    const section = file.sections.get(profile)
    const mayWrite = section === undefined || takeOver || (isOurs && section.workspaceSlug === workspaceSlug)
    if (!mayWrite) return fail({ code: 'profile_taken' as const, path: '~/.cerby/credentials', profile })
    return change(() => {
      file.exists = true
      file.sections.set(profile, { token: publication.bearerToken.expose(), expiresAt, workspaceSlug, baseUrl })
    })
  }
  return {
    vault: {
      mayAskAgain: () => undefined,
      read: id => gate(() => {
        if (keychain.readFailure !== undefined) return { kind: 'failed', failure: keychain.readFailure }
        if (keychain.isDamaged) return { kind: 'damaged' }
        const tokens = keychain.vault.get(id)
        return tokens === undefined ? { kind: 'absent' } : { kind: 'found', tokens }
      }),
      write: (id, tokens) => gate(() => {
        if (keychain.writeFailure !== undefined) return fail(keychain.writeFailure)
        keychain.vault.set(id, tokens)
        return succeed(null)
      }),
      forget: id => gate(() => {
        if (keychain.writeFailure !== undefined) return fail(keychain.writeFailure)
        keychain.vault.delete(id)
        return succeed(null)
      }),
    },
    publisher: {
      publish: publication => gate(() => publish(publication)),
      withdraw: (profile, dead) => gate(() => change(() => {
        const section = file.sections.get(profile)
        const isAlive = section?.expiresAt !== undefined && section.expiresAt > time.clock.now()
        if (dead !== undefined && isAlive && section.token !== dead.expose()) return
        if (section !== undefined) file.sections.set(profile, { ...section, token: undefined, expiresAt: undefined })
      })),
      remove: profile => gate(() => change(() => { file.sections.delete(profile) })),
    },
    sections: {
      read: profile => gate(() => {
        if (!file.exists) return succeed({ kind: 'no_file' as const })
        const section = file.sections.get(profile)
        if (section === undefined) return succeed({ kind: 'no_section' as const })
        const { token, ...rest } = section
        return succeed({ kind: 'section' as const, bearerToken: token === undefined ? undefined : new Secret(token), ...rest })
      }),
    },
    records: {
      list: () => gate(() => [...records.values()]),
      keep: record => gate(() => { records.set(record.id, record) }),
      drop: id => gate(() => { records.delete(id) }),
    },
  }
}
