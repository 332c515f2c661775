import { z } from 'zod'
import { BrowserId } from './browser.ts'
import { Instant } from './instant.ts'
import { ProfileName } from './profile.ts'
import { PublicationState } from './publication-state.ts'
import { SessionState } from './session-state.ts'
import { Workspace, WorkspaceUser } from './workspace.ts'

/** Names a connection on this machine: one user in one workspace. */
export const ConnectionId = z.uuid().brand<'ConnectionId'>()
export type ConnectionId = z.infer<typeof ConnectionId>

/** How long a token is kept fresh by itself. */
export const KeepFresh = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('always') }),
  z.strictObject({ kind: z.literal('until'), at: Instant }),
  z.strictObject({ kind: z.literal('whileUnlocked') }),
  /** Until the person says otherwise; `before` is what they go back to. */
  z.strictObject({ kind: z.literal('paused'), before: z.enum(['always', 'whileUnlocked']) }),
])
export type KeepFresh = z.infer<typeof KeepFresh>

/** A connected workspace, as window and tray draw it. */
export const Connection = z.strictObject({
  id: ConnectionId,
  workspace: Workspace,
  user: WorkspaceUser,
  profile: ProfileName,
  keepFresh: KeepFresh,
  /** The browser to sign in with; the system's own where none was chosen. */
  browserId: BrowserId.optional(),
  session: SessionState,
  publication: PublicationState,
})
export type Connection = z.infer<typeof Connection>
