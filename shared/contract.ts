import { z } from 'zod'
import { About } from './about.ts'
import { TimelineEntry, TimelinePage, TimelineQuery } from './activity.ts'
import { ApiKey, ExpiryChoice, KeyPage, KeyQuery } from './api-key.ts'
import { AppState } from './app-state.ts'
import { Browser, BrowserId } from './browser.ts'
import { ConnectionId, KeepFresh } from './connection.ts'
import { Finding } from './doctor.ts'
import { ApiFailure, DeleteOldFailure, CopyFailure, FindFailure, ProfileFailure, PublicationFailure, PutFailure, RefreshFailure, RevealFailure, RotationFailure } from './failures.ts'
import { Instant } from './instant.ts'
import { outcome } from './outcome.ts'
import { PanicKeys } from './panic.ts'
import { PutChoice } from './rotation.ts'
import { Settings, SettingsChange } from './settings.ts'
import { Workspace } from './workspace.ts'

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

const nothing = z.strictObject({})
const ofConnection = z.strictObject({ connectionId: ConnectionId })
const ofKey = z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100) })
const ofReveal = z.strictObject({ revealId: z.uuid() })
const ofRotation = z.strictObject({ rotationId: z.uuid() })
const done = z.null()
const keyName = z.string().min(1).max(80)
const scopeIds = z.array(z.string().min(1).max(100)).max(200)

/** What is left of a sign-in address after parsing: `acme`, `acme.cerby.com` and full URLs all lead here. */
const address = z.string().min(1).max(2048)

/** A secret was put on the clipboard: when it is cleared again. */
const Copied = z.strictObject({ clearsAt: Instant })

/**
 * A fresh key, to be shown once. `plainKey` is the only secret in this contract: it lives in the reveal dialog's own
 * state and is dropped when the dialog closes.
 */
export const Reveal = z.strictObject({ revealId: z.uuid(), key: ApiKey, plainKey: z.string(), closesAt: Instant })
export type Reveal = z.infer<typeof Reveal>

/** Everything the window may ask of the app. Imperative names, one object in, one value out. */
export const commands = {
  /** Looks at an address while it is typed; stores nothing. */
  findWorkspace: command(z.strictObject({ address }), outcome(Workspace, FindFailure)),

  /** Start a sign-in; its progress and end are in `AppState.signIn`. A second one cancels the first. */
  signIn: command(z.strictObject({ address }), done),
  signInHere: command(nothing, done),
  signInAgain: command(ofConnection, done),
  cancelSignIn: command(nothing, done),
  retrySignIn: command(nothing, done),
  /** In the browser named, which this workspace keeps; else in the one that it has. */
  openSignInPageAgain: command(z.strictObject({ browserId: BrowserId.optional() }), done),
  listBrowsers: command(nothing, z.array(Browser)),
  /** Without an id the system's own. */
  chooseBrowser: command(z.strictObject({ connectionId: ConnectionId, browserId: BrowserId.optional() }), done),
  copySignInAddress: command(nothing, done),
  answerMemoryOnly: command(z.strictObject({ agrees: z.boolean() }), done),
  dismissSignIn: command(nothing, done),

  /** `revokedAtProvider` is false when the provider could not be told; everything local is gone all the same. */
  signOut: command(ofConnection, z.strictObject({ revokedAtProvider: z.boolean() })),
  refreshNow: command(ofConnection, outcome(done, RefreshFailure)),
  retrySessionRead: command(ofConnection, done),
  setKeepFresh: command(z.strictObject({ connectionId: ConnectionId, keepFresh: KeepFresh }), done),

  publishAgain: command(z.strictObject({ connectionId: ConnectionId, takeOver: z.boolean() }), outcome(done, PublicationFailure)),
  /** The person, having been asked, lets this one file be written as it can be: in place with a backup, or on a network share. */
  allowFile: command(z.strictObject({ connectionId: ConnectionId, consent: z.enum(['in_place', 'network_share']) }), outcome(done, PublicationFailure)),
  showCredentialsFile: command(nothing, done),
  makeDefault: command(ofConnection, outcome(done, ProfileFailure)),
  renameProfile: command(z.strictObject({ connectionId: ConnectionId, profile: z.string().max(64) }), outcome(done, ProfileFailure)),

  copyBearerToken: command(ofConnection, outcome(Copied, CopyFailure)),
  clearClipboard: command(nothing, done),
  /** Copies a text that is no secret (an id, a snippet, a path). */
  copyText: command(z.strictObject({ text: z.string().max(10_000) }), done),

  listKeys: command(z.strictObject({ connectionId: ConnectionId, query: KeyQuery }), outcome(KeyPage, ApiFailure)),
  readKey: command(ofKey, outcome(ApiKey, ApiFailure)),
  generateKey: command(
    z.strictObject({ connectionId: ConnectionId, attemptId: z.uuid(), name: keyName, scopes: scopeIds, expiry: ExpiryChoice }),
    outcome(Reveal, ApiFailure),
  ),
  changeKey: command(
    z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100), name: keyName.optional(), scopes: scopeIds.optional() }),
    outcome(ApiKey, ApiFailure),
  ),
  rotateKey: command(
    z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100), attemptId: z.uuid(), overlapSeconds: z.int().min(0).max(604_800) }),
    outcome(Reveal, ApiFailure),
  ),
  deleteKey: command(ofKey, outcome(done, ApiFailure)),

  /** Makes a successor and puts it where the person wants it; how it goes on stands in `AppState.rotations`. */
  startRotation: command(
    z.strictObject({ connectionId: ConnectionId, keyId: z.string().min(1).max(100), attemptId: z.uuid(), quietSeconds: z.int().min(60).max(2_592_000), put: PutChoice }),
    outcome(z.strictObject({ rotationId: z.uuid() }), RotationFailure),
  ),
  /** Puts the new key somewhere else too, or makes it again where its text was lost before it was put anywhere. */
  putRotatedKey: command(z.strictObject({ rotationId: z.uuid(), put: PutChoice }), outcome(done, PutFailure)),
  /** Deletes the old key before its time; one that is still used only with `evenIfUsed`. */
  deleteOldKey: command(z.strictObject({ rotationId: z.uuid(), evenIfUsed: z.boolean() }), outcome(done, DeleteOldFailure)),
  /** Ends a rotation where it is; both keys stay. */
  stopRotation: command(ofRotation, done),
  /** Puts the receipt of a finished one away. */
  forgetRotation: command(ofRotation, done),
  lookAtRotations: command(nothing, done),

  copyRevealedKey: command(ofReveal, outcome(Copied, RevealFailure)),
  storeRevealedKey: command(z.strictObject({ revealId: z.uuid(), name: z.string().min(1).max(80) }), outcome(done, RevealFailure)),
  saveRevealedKey: command(z.strictObject({ revealId: z.uuid(), variable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/) }), outcome(z.strictObject({ path: z.string() }), RevealFailure)),
  closeReveal: command(ofReveal, done),

  /** What happened, newest first, a page at a time: on this machine, and in each workspace as it wrote it down. */
  readTimeline: command(TimelineQuery, TimelinePage),
  /** What the workspace's log tells of one key, newest first. */
  readKeyActivity: command(ofKey, outcome(z.array(TimelineEntry), ApiFailure)),

  /** Looks at everything that can keep tokens from being used. Findings come as events too, each when it is made. */
  examine: command(z.strictObject({ examinationId: z.uuid(), mayAskKeychain: z.boolean() }), z.array(Finding)),
  /** Closes the credentials file and our folders to everybody else. */
  makePrivate: command(nothing, outcome(done, PublicationFailure)),
  /** Cuts this computer off, at once and without another question; how it goes is told by `AppState.panic`. */
  panic: command(z.strictObject({ keys: PanicKeys }), done),
  /** Tries at once what a panic could not do. */
  retryPanic: command(nothing, done),
  /** Puts the receipt away; what is queued goes on. */
  dismissPanic: command(nothing, done),

  readAbout: command(nothing, About),
  /** The person answered what a link asked, whatever they said. */
  dismissLink: command(z.strictObject({ linkId: z.uuid() }), done),

  changeSettings: command(SettingsChange, Settings),
  /** Opens an https page in the system browser, by the person's click. */
  openPage: command(z.strictObject({ url: z.url({ protocol: /^https$/ }) }), done),
  quit: command(nothing, done),
  /** Ends the app and starts it anew: after an update. */
  restart: command(nothing, done),
}

export type CommandName = keyof typeof commands
/** What a handler gets, after parsing. */
export type Input<N extends CommandName> = z.output<(typeof commands)[N]['input']>
/** What a caller gives, before parsing. */
export type Call<N extends CommandName> = z.input<(typeof commands)[N]['input']>
export type Output<N extends CommandName> = z.output<(typeof commands)[N]['output']>

/** What the app tells the window without being asked. */
export const WindowEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('state'), state: AppState }),
  /** Menu, tray or a link wants this screen in front. */
  z.strictObject({ kind: z.literal('show'), screen: z.enum(['home', 'keys', 'activity', 'doctor', 'settings', 'generateKey', 'connect', 'panic', 'shortcuts', 'about']) }),
  /** A notification wants this key in front. */
  z.strictObject({ kind: z.literal('showKey'), connectionId: ConnectionId, keyId: z.string().optional() }),
  /** A reveal's time is over, or the screen was locked: the dialog closes and forgets. */
  z.strictObject({ kind: z.literal('revealClosed'), revealId: z.uuid() }),
  /** The doctor found something, in this examination. */
  z.strictObject({ kind: z.literal('found'), examinationId: z.uuid(), finding: Finding }),
])
export type WindowEvent = z.infer<typeof WindowEvent>

/** Why a call never reached its handler. */
export const RefusalCode = z.enum(['untrusted_sender', 'unknown_command', 'malformed_input', 'broken'])
export type RefusalCode = z.infer<typeof RefusalCode>

/** What crosses the process border for a call. */
export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answered'), value: z.unknown() }),
  z.strictObject({ kind: z.literal('refused'), code: RefusalCode }),
])
export type Answer = z.infer<typeof Answer>
