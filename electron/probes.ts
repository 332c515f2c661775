import { dirname } from 'node:path'
import { systemClock, systemTimer } from './adapters/clock/system-clock.ts'
import type { FilePlace } from './adapters/credentials-file/credentials-path.ts'
import { inspectFile, inspectFolders, makePrivate } from './adapters/credentials-file/inspect-file.ts'
import { thisMachine } from './adapters/credentials-file/private-folder.ts'
import type { Keychain } from './adapters/keychain/keychain.ts'
import { tryKeychain } from './adapters/keychain/try-keychain.ts'
import type { Fetch } from './adapters/network/fetch-whole.ts'
import { askProviderFacts } from './adapters/oidc/ask-provider-facts.ts'
import { hasTrayHost } from './adapters/session-bus/tray-host.ts'
import { askWorkspaceFacts } from './adapters/workspace-http/ask-workspace-facts.ts'
import type { DoctorPorts } from './core/doctor/ports.ts'
import type { PublicationFailure } from '../shared/failures.ts'
import type { Outcome } from '../shared/outcome.ts'

/** The doctor's probes that need no Electron, and the one thing that he can put right himself. */
export type Probes = Pick<DoctorPorts, 'keychain' | 'file' | 'folders' | 'askWorkspace' | 'askProvider' | 'hasTray' | 'timer'> & {
  makePrivate(): Promise<Outcome<null, PublicationFailure>>
}

export interface ProbeParts {
  keychain: Keychain
  file: Pick<FilePlace, 'path' | 'isDefault' | 'refused'>
  /** Our own folders; the file's own folder is added where it is ours too. */
  folders: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  fetch: Fetch
  /** A path as a person writes it. */
  written: (path: string) => string
}

export function makeProbes({ keychain, file, environment, fetch, written, ...parts }: ProbeParts): Probes {
  const machine = thisMachine()
  const folders = [...parts.folders, ...(file.isDefault ? [dirname(file.path)] : [])]
  const surroundings = { fetch, clock: systemClock }
  return {
    keychain: { tryOut: mayAsk => tryKeychain(keychain, environment, mayAsk) },
    file: async () => ({ ...(await inspectFile(file.path, machine, written)), refusedVariable: file.refused[0] }),
    folders: () => inspectFolders(folders, machine, written),
    askWorkspace: workspace => askWorkspaceFacts(surroundings, workspace),
    askProvider: issuer => askProviderFacts(surroundings, issuer),
    hasTray: () => hasTrayHost(environment, machine.platform),
    timer: systemTimer,
    makePrivate: () => makePrivate(file.path, folders, machine),
  }
}
