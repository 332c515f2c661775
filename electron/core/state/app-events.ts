import type { ClipboardState } from '../../../shared/app-state.ts'
import type { Connection, ConnectionId, KeepFresh } from '../../../shared/connection.ts'
import type { KeyReminder } from '../../../shared/key-reminder.ts'
import type { MadeKey, PanicState } from '../../../shared/panic.ts'
import type { LinkAsked } from '../../../shared/link.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { SignInState } from '../../../shared/sign-in-state.ts'
import type { Workspace, WorkspaceUser } from '../../../shared/workspace.ts'

/** What may happen, in the past tense. State changes by these alone. */
export type AppEvent =
  | { kind: 'connectionAdded'; connection: Connection }
  | { kind: 'connectionRemoved'; id: ConnectionId }
  | { kind: 'sessionChanged'; id: ConnectionId; session: SessionState }
  | { kind: 'publicationChanged'; id: ConnectionId; publication: PublicationState }
  | { kind: 'profileRenamed'; id: ConnectionId; profile: ProfileName }
  | { kind: 'keepFreshChanged'; id: ConnectionId; keepFresh: KeepFresh }
  | { kind: 'browserChosen'; id: ConnectionId; browserId: string | undefined }
  | { kind: 'identityChanged'; id: ConnectionId; workspace: Workspace; user: WorkspaceUser }
  | { kind: 'defaultChanged'; id: ConnectionId | undefined }
  | { kind: 'signInChanged'; signIn: SignInState }
  | { kind: 'clipboardChanged'; clipboard: ClipboardState }
  | { kind: 'settingsChanged'; settings: Settings }
  | { kind: 'keysChanged' }
  | { kind: 'keyMade'; key: MadeKey }
  | { kind: 'keyDeleted'; connectionId: ConnectionId; keyId: string }
  | { kind: 'panicChanged'; panic: PanicState }
  | { kind: 'rotationsChanged'; rotations: Rotation[] }
  | { kind: 'linkAsked'; link: LinkAsked }
  | { kind: 'linkAnswered'; linkId: string }
  | { kind: 'keyRemindersChanged'; reminders: KeyReminder[] }
  | { kind: 'networkChanged'; isOnline: boolean }
  | { kind: 'updateInstalled' }

export type Tell = (event: AppEvent) => void
