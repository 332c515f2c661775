import type { ProfileName } from '../../../shared/profile.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import type { Tell } from '../state/app-events.ts'
import type {
  BrowserRedirect, Clock, ConnectionRecords, EmbeddedWorkspace, IdentityProvider, LoopbackShape, OpenBrowser, PublishedSections, Random,
  SessionLock, SessionVault, Timer, TokenPublisher, WorkspaceDoor,
} from './ports.ts'

/** Everything that the sessions of a running app need of the world. */
export interface SessionPorts {
  clock: Clock
  timer: Timer
  random: Random
  /** A fresh UUID. */
  newId: () => string
  tell: Tell
  vault: SessionVault
  lock: SessionLock
  /** The first connection's section: the one that this person's tools read when told nothing. */
  firstProfile: ProfileName
  provider: IdentityProvider
  redirect: BrowserRedirect
  /** How this workspace's provider wants its redirect. */
  loopbackShape: (workspace: Workspace) => LoopbackShape
  openBrowser: OpenBrowser
  door: WorkspaceDoor
  embedded: EmbeddedWorkspace
  records: ConnectionRecords
  publisher: TokenPublisher
  sections: PublishedSections
  /** A bug that nobody waits for: logged without secrets. */
  reportBug: (error: unknown) => void
}
