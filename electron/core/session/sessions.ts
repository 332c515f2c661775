import type { ConnectionId, KeepFresh } from '../../../shared/connection.ts'
import type { ApiFailure, ProfileFailure, PublicationFailure, RefreshFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../secret.ts'
import { makeBearerTokens } from './bearer-token.ts'
import { makeSteadyClock, momentOf } from './clock-jump.ts'
import { makeDepartures, type Departures } from './departure.ts'
import { noteBrowser } from './establish-session.ts'
import { makeFileSync } from './file-sync.ts'
import { makeInspectFile } from './file-watch.ts'
import { makeRenewIdentity } from './identity.ts'
import { makeLiveSession, type LiveSession } from './live-session.ts'
import { makeDiscover, makeLocateProvider } from './locate-provider.ts'
import { makeProfiles } from './profiles.ts'
import { makeReadSession } from './read-session.ts'
import { makeRenewal } from './renewal.ts'
import { makeSchedule, type LookReason } from './schedule.ts'
import { makeSessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { makeSignInDesk } from './sign-in-desk.ts'
import { makeSignOut } from './sign-out.ts'

/** All connected workspaces of this machine: signing in, staying fresh, signing out. What is so is told as events. */
export interface Sessions {
  /** Announces every remembered connection, then reads the keychain behind that. Resolves when they are announced. */
  restore(): Promise<void>

  signIn(address: string): void
  signInHere(): void
  signInAgain(id: ConnectionId): void
  cancelSignIn(): void
  retrySignIn(): void
  openSignInPageAgain(browserId?: string): Promise<void>
  chooseBrowser(id: ConnectionId, browserId: string | undefined): Promise<void>
  /** A fresh address of the sign-in page, for copying; undefined while no browser is waited for. */
  signInAddress(): Promise<string | undefined>
  answerMemoryOnly(agrees: boolean): void
  dismissSignIn(): void

  /** Local parts always succeed; `revokedAtProvider` is false where the provider could not be told within 5 seconds. */
  signOut(id: ConnectionId): Promise<{ revokedAtProvider: boolean }>

  /** Ends sessions for a panic, which has more to do with them. */
  departures: Departures

  /** By a person's wish, so also while the connection rests. */
  refreshNow(id: ConnectionId): Promise<Outcome<null, RefreshFailure>>
  refreshAll(): Promise<void>
  /** Does what is due. Called at will: an extra call is harmless. */
  look(reason?: LookReason): void
  screenLocked(): void
  screenUnlocked(): void
  /** Begins no rotation until the machine wakes; resolves when none is under way. */
  beforeSleep(): Promise<void>

  /** A token valid now, refreshed where it must. */
  bearerToken(id: ConnectionId): Promise<Outcome<Secret, ApiFailure>>
  /** Another token, since a server answered 401 to the last one. */
  renewAfterRefusal(id: ConnectionId): Promise<Outcome<Secret, ApiFailure>>

  publishAgain(id: ConnectionId, takeOver: boolean): Promise<Outcome<null, PublicationFailure>>
  makeDefault(id: ConnectionId): Promise<Outcome<null, ProfileFailure>>
  renameProfile(id: ConnectionId, name: string): Promise<Outcome<null, ProfileFailure>>
  setKeepFresh(id: ConnectionId, keepFresh: KeepFresh): Promise<void>
  /** Asks the keychain again: for a session that could not be read, or that lives in memory. */
  retrySessionRead(id: ConnectionId): Promise<void>
  /** The watcher saw the credentials file change: was it somebody else? */
  credentialsFileChanged(): Promise<void>

  /** Ends when nothing runs in the background any more. */
  settled(): Promise<void>
  /** Stops timers and sign-in. What runs is let finish: a rotation must not be cut off. */
  close(): Promise<void>
}

export function makeSessions(given: SessionPorts): Sessions {
  const ports: SessionPorts = { ...given, clock: makeSteadyClock(given.clock) }
  const running = new Set<Promise<unknown>>()
  const background = (work: Promise<unknown>) => {
    const guarded: Promise<unknown> = work.catch(ports.reportBug).finally(() => {
      running.delete(guarded)
      // Whatever it changed may be due at another time now.
      schedule.arm()
    })
    running.add(guarded)
  }
  const settled = async () => {
    while (running.size > 0) await Promise.all(running)
  }
  const book = makeSessionBook(ports)
  const files = makeFileSync(ports, book)
  const discover = makeDiscover(ports)
  const locate = makeLocateProvider(ports, book, discover)
  const renewal = makeRenewal({
    ports, book, files, locate,
    renewed: live => {
      background(renewIdentity(live))
    },
  })
  const renewIdentity = makeRenewIdentity({ ports, book, locate, renewal })
  const readSession = makeReadSession({ ports, book, files, renewal })
  const inspectFile = makeInspectFile(ports, book, files, renewal.adopt)
  const signOut = makeSignOut({ ports, book, files, locate, renewal })
  const departures = makeDepartures({ ports, book, files, locate, renewal })
  const profiles = makeProfiles({ ports, book, files, signOut })
  const tokens = makeBearerTokens({ ports, book, renewal, readSession })
  const schedule = makeSchedule({ ports, book, files, renewal, readSession, signOut, background, machineClock: given.clock })
  const look = (reason: LookReason = 'tick') => {
    schedule.look(reason)
  }
  const desk = makeSignInDesk({ ports, book, files, renewal, discover, background })

  const restoreOne = async (live: LiveSession) => {
    await readSession(live)
    look()
    if (live.record.workspace.isEmbedded) await wake(live)
    await renewIdentity(live)
  }
  /** A token that is fresh is refreshed late: the workspace of this computer must run before that, and its port stand in the file. */
  const wake = async (live: LiveSession) => {
    await locate(live)
    if (!live.isOver) await files.syncIfDue(live)
  }
  const refreshNow = async (live: LiveSession): Promise<Outcome<null, RefreshFailure>> => {
    if (live.standing.kind === 'unreadable' || live.standing.kind === 'restoring') await readSession(live)
    if (live.standing.kind === 'unreadable') return fail(live.standing.failure)
    if (live.standing.kind !== 'holding') return fail({ code: 'grant_refused', error: 'invalid_grant' })
    if (live.standing.held.tokens.refreshToken === undefined) return fail({ code: 'grant_refused', error: 'no_refresh_token' })
    live.isWithheld = false
    const refreshed = await renewal.renew(live, 'insist')
    schedule.arm()
    if (refreshed.kind === 'failed') return fail(refreshed.failure)
    return refreshed.kind === 'ended' ? fail({ code: 'grant_refused', error: 'invalid_grant' }) : succeed(null)
  }

  return {
    async restore() {
      const remembered = await ports.records.list()
      const records = remembered.filter(record => record.leavingSince === undefined)
      for (const record of remembered) if (record.leavingSince !== undefined && record.owed === undefined) background(signOut.finish(record))
      const lives = records.map(record => makeLiveSession(record, { kind: 'restoring' }))
      for (const live of lives) book.add(live)
      ports.tell({ kind: 'defaultChanged', id: records.find(record => record.isDefault)?.id })
      for (const live of lives) background(restoreOne(live))
      schedule.arm()
    },
    signIn: address => {
      desk.start({ kind: 'address', address })
    },
    signInHere: () => {
      desk.start({ kind: 'here' })
    },
    signInAgain: connectionId => {
      if (book.find(connectionId) !== undefined) desk.start({ kind: 'again', connectionId })
    },
    cancelSignIn: desk.cancel,
    retrySignIn: desk.retry,
    openSignInPageAgain: desk.openAgain,
    async chooseBrowser(id, browserId) {
      const live = book.find(id)
      if (live !== undefined) await noteBrowser({ ports, book }, live, browserId)
    },
    signInAddress: desk.address,
    answerMemoryOnly: desk.answerMemoryOnly,
    dismissSignIn: desk.dismiss,
    signOut: signOut.signOut,
    departures,
    async refreshNow(id) {
      const live = book.find(id)
      return live === undefined ? fail({ code: 'grant_refused', error: 'invalid_grant' }) : refreshNow(live)
    },
    async refreshAll() {
      await Promise.all(book.all().map(refreshNow))
    },
    look,
    screenLocked() {
      book.circumstances.isScreenLocked = true
      look()
    },
    screenUnlocked() {
      book.circumstances.isScreenLocked = false
      look('unlocked')
    },
    async beforeSleep() {
      book.circumstances.fallingAsleepSince = momentOf(ports.clock)
      await renewal.settled()
    },
    async bearerToken(id) {
      const live = book.find(id)
      return live === undefined ? fail({ code: 'no_such_connection' }) : tokens.valid(live)
    },
    async renewAfterRefusal(id) {
      const live = book.find(id)
      return live === undefined ? fail({ code: 'no_such_connection' }) : tokens.afterRefusal(live)
    },
    async publishAgain(id, takeOver) {
      const live = book.find(id)
      return live === undefined ? succeed(null) : files.sync(live, { insist: true, takeOver })
    },
    makeDefault: profiles.makeDefault,
    renameProfile: profiles.rename,
    async setKeepFresh(id, keepFresh) {
      const live = book.find(id)
      if (live === undefined) return
      await book.keepRecord(live, { keepFresh })
      ports.tell({ kind: 'keepFreshChanged', id, keepFresh })
      look()
    },
    async retrySessionRead(id) {
      const live = book.find(id)
      if (live === undefined) return
      ports.vault.mayAskAgain()
      if (live.standing.kind === 'holding') await renewal.seal(live)
      else await readSession(live)
      look()
    },
    async credentialsFileChanged() {
      await Promise.all(book.all().map(inspectFile))
    },
    settled,
    async close() {
      schedule.stop()
      desk.close()
      await renewal.settled()
      await settled()
    },
  }
}
