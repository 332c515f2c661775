import { z } from 'zod'
import { Connection, ConnectionId } from './connection.ts'
import { LinkAsked } from './link.ts'
import { Instant } from './instant.ts'
import { KeyReminder } from './key-reminder.ts'
import { MadeKey, PanicState } from './panic.ts'
import { Rotation } from './rotation.ts'
import { Settings } from './settings.ts'
import { SignInState } from './sign-in-state.ts'

/** A secret of ours on the clipboard: what it is, never what it says. */
export const ClipboardState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clear') }),
  z.strictObject({
    kind: z.literal('holding'),
    what: z.enum(['bearerToken', 'apiKey']),
    copiedAt: Instant,
    clearsAt: Instant,
    /** Whether this desktop lets us hide it from clipboard histories. */
    isConcealed: z.boolean(),
  }),
  /** Clearing failed (some desktops refuse while another window has the focus); tried again at the next focus. */
  z.strictObject({ kind: z.literal('stillThere'), what: z.enum(['bearerToken', 'apiKey']) }),
])
export type ClipboardState = z.infer<typeof ClipboardState>

/** The one snapshot that window, tray and menu draw. Kilobytes; no secret, no callback. */
export const AppState = z.strictObject({
  /** Grows with every change; an older snapshot is dropped. */
  revision: z.int().nonnegative(),
  connections: z.array(Connection),
  defaultConnectionId: ConnectionId.or(z.undefined()).optional(),
  signIn: SignInState,
  clipboard: ClipboardState,
  settings: Settings,
  /** Grows when keys may have changed: ask again. */
  keysRevision: z.int().nonnegative(),
  /** Keys being exchanged, and the receipts of those that were; oldest first. */
  rotations: z.array(Rotation),
  /** Keys that end soon enough to be told, soonest first. */
  keyReminders: z.array(KeyReminder),
  /** Where the credentials file stands, written as a person would: `~/.cerby/credentials`. */
  credentialsPath: z.string(),
  /** The keys that this computer made, newest first. */
  madeKeys: z.array(MadeKey),
  panic: PanicState,
  /** What a link asks for, while nobody has answered. */
  link: LinkAsked.or(z.undefined()).optional(),
  isOnline: z.boolean(),
  /** Whether another version than the one that runs is installed by now. */
  isUpdateReady: z.boolean(),
  platform: z.enum(['darwin', 'win32', 'linux']),
  appVersion: z.string(),
})
export type AppState = z.infer<typeof AppState>
