import type { KeychainFailure, NetworkTrouble, PublicationFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import type { Timer } from '../session/ports.ts'

/** The credentials file as it stands on the disk. Paths are written as a person would (`~/...`). */
export interface FileFacts {
  path: string
  /** A variable that would name another file or profile, and can't be used. */
  refusedVariable: string | undefined
  /** Where a link at `path` leads; `undefined` where there is none. */
  target: string | undefined
  exists: boolean
  /** The permission bits; `undefined` where there is no file, and on Windows. */
  mode: number | undefined
  isOurs: boolean
  isMounted: boolean
  isOnShare: boolean
  /** Why it can't be read, if it can't. */
  failure: PublicationFailure | undefined
  /** The first line at which some tool gives up on the whole file. */
  unreadableLine: number | undefined
}

/** A folder of ours that is there. */
export interface FolderFacts {
  path: string
  /** `undefined` on Windows. */
  mode: number | undefined
  isOurs: boolean
}

/** An answer of a workspace to the one question that needs no sign-in. */
export interface WorkspaceFacts {
  tookMs: number
  /** The server's clock less ours, in seconds; `undefined` where it doesn't tell its time. */
  offsetSeconds: number | undefined
  /** What it says of itself; `undefined` where that can't be read. */
  workspace: Workspace | undefined
}

/** An OpenID provider's discovery document. */
export interface ProviderFacts {
  tookMs: number
  issuer: string
  offersPkce: boolean
  offersRefresh: boolean
  offersRevocation: boolean
}

/** `undefined` facts: something answered, but not what was asked. */
export type Asked<Facts> = Outcome<Facts | undefined, { trouble: NetworkTrouble }>

/** What the doctor may do to look: every probe leaves things as they are. */
export interface DoctorPorts {
  platform: 'darwin' | 'win32' | 'linux'
  keychain: {
    /** Writes a secret, seals and opens something with it, reads it back and deletes it again. Never makes the keychain ask, unless told. */
    tryOut(mayAsk: boolean): Promise<Outcome<{ tookMs: number }, KeychainFailure>>
  }
  file(): Promise<FileFacts>
  folders(): Promise<FolderFacts[]>
  askWorkspace(workspace: Workspace): Promise<Asked<WorkspaceFacts>>
  askProvider(issuer: string): Promise<Asked<ProviderFacts>>
  /** The proxy for an address, as PAC scripts name it: `DIRECT`, `PROXY host:port`. */
  proxyFor(url: string): Promise<string>
  /** Whether clipboard histories can be told to leave an item alone. */
  canConceal: boolean
  /** Whether a panel shows tray icons; `undefined` where it always does. */
  hasTray(): Promise<boolean | undefined>
  hasNotifications: boolean
  /** Program by version: `Latchkey`, `Electron`, ... */
  versions: Readonly<Record<string, string>>
  timer: Timer
}
