import type { PublicationFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { succeed, type Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Secret } from '../secret.ts'
import { momentOf } from './clock-jump.ts'
import { deadlineIn, isPast } from './deadline.ts'
import type { LiveSession } from './live-session.ts'
import type { ConnectionRecord, HeldTokens, Publication } from './ports.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { isExpired } from './session-view.ts'

/** Makes the credentials file say what the session says. */
export interface FileSync {
  /**
   * Brings our section up to date, whatever that takes now: the valid token is written, a dead one taken out.
   * `insist` writes although nothing changed, or although somebody took the section away.
   */
  sync(live: LiveSession, wish?: { insist?: boolean; takeOver?: boolean }): Promise<Outcome<null, PublicationFailure>>
  /** The same, for whoever only looked: nothing is tried before its time. */
  syncIfDue(live: LiveSession): Promise<void>
  /** Runs `work` when nothing else of this session touches the file. */
  inTurn<Answer>(live: LiveSession, work: () => Promise<Answer>): Promise<Answer>
}

const RETRY_MS = 60_000

/** The tokens that other tools may have now. */
export function publishable(live: LiveSession, ports: Pick<SessionPorts, 'clock'>): HeldTokens | undefined {
  const { standing } = live
  if (live.isOver || live.isWithheld || standing.kind !== 'holding') return undefined
  return isExpired(standing, momentOf(ports.clock)) ? undefined : standing.held.tokens
}

export function publicationOf(record: ConnectionRecord, profile: ProfileName, tokens: HeldTokens, isOurs: boolean, takeOver: boolean): Publication {
  const { slug, baseUrl } = record.workspace
  return { profile, workspaceSlug: slug, baseUrl, bearerToken: tokens.accessToken, expiresAt: tokens.expiresAt, isOurs, takeOver }
}

export function whereOf(record: ConnectionRecord): string {
  return JSON.stringify([record.profile, record.workspace.slug, record.workspace.baseUrl])
}

/** Remembers and tells that our token stands in the file. */
export async function notePublished(book: SessionBook, live: LiveSession, tokens: HeldTokens, at: Instant): Promise<void> {
  live.file = { kind: 'token', accessToken: tokens.accessToken, where: whereOf(live.record), expiresAt: tokens.expiresAt, at }
  live.fileRetry = undefined
  await book.keepRecord(live, { publishedAt: at })
  book.showPublication(live, { kind: 'written', at })
}

export function makeFileSync(ports: SessionPorts, book: SessionBook): FileSync {
  const turns = new WeakMap<LiveSession, Promise<unknown>>()
  const inTurn = <Answer>(live: LiveSession, work: () => Promise<Answer>): Promise<Answer> => {
    const turn = (turns.get(live) ?? Promise.resolve()).then(work, work)
    turns.set(live, turn)
    return turn
  }
  const sync: FileSync['sync'] = (live, { insist = false, takeOver = false } = {}) =>
    inTurn(live, () => {
      const tokens = publishable(live, ports)
      if (tokens === undefined) return withdraw(ports, book, live)
      if (!insist && (live.file.kind === 'takenAway' || stands(live, tokens))) return Promise.resolve(succeed(null))
      return publish(ports, book, live, tokens, takeOver)
    })
  return {
    sync,
    inTurn,
    async syncIfDue(live) {
      if (live.file.kind === 'theirs') return
      if (live.fileRetry !== undefined && !isPast(live.fileRetry, momentOf(ports.clock))) return
      await sync(live)
    },
  }
}

function stands(live: LiveSession, tokens: HeldTokens): boolean {
  return live.file.kind === 'token' && live.file.accessToken.equals(tokens.accessToken) && live.file.where === whereOf(live.record)
}

async function publish(
  ports: SessionPorts, book: SessionBook, live: LiveSession, tokens: HeldTokens, takeOver: boolean,
): Promise<Outcome<null, PublicationFailure>> {
  const isOurs = live.record.publishedAt !== undefined
  const ask = (ours: boolean) => ports.publisher.publish(publicationOf(live.record, live.record.profile, tokens, ours, takeOver))
  let written = await ask(isOurs)
  // We may have been killed after writing the section and before remembering that it is ours.
  if (!written.ok && written.failure.code === 'profile_taken' && !isOurs && (await holdsOurs(ports, live, tokens))) written = await ask(true)
  if (!written.ok) return noteFailure(ports, book, live, written.failure)
  await notePublished(book, live, tokens, written.value.at)
  return succeed(null)
}

async function holdsOurs(ports: SessionPorts, live: LiveSession, tokens: HeldTokens): Promise<boolean> {
  const read = await ports.sections.read(live.record.profile)
  return read.ok && read.value.kind === 'section' && (read.value.bearerToken?.equals(tokens.accessToken) ?? false)
}

/** Tells that the file can't be used, and when it is tried again. */
export function noteFailure(ports: SessionPorts, book: SessionBook, live: LiveSession, failure: PublicationFailure): Outcome<null, PublicationFailure> {
  if (failure.code === 'profile_taken') {
    live.file = { kind: 'theirs' }
    live.fileRetry = undefined
    book.showPublication(live, { kind: 'failed', failure })
  } else {
    live.fileRetry = deadlineIn(RETRY_MS, momentOf(ports.clock))
    book.showPublication(live, { kind: 'failed', failure, retryAt: live.fileRetry.at })
  }
  return { ok: false, failure }
}

async function withdraw(ports: SessionPorts, book: SessionBook, live: LiveSession): Promise<Outcome<null, PublicationFailure>> {
  if (live.isOver || !(await hasOurDeadToken(ports, live))) return succeed(null)
  const withdrawn = await ports.publisher.withdraw(live.record.profile, deadToken(live))
  if (!withdrawn.ok) return noteFailure(ports, book, live, withdrawn.failure)
  live.file = { kind: 'withdrawn' }
  live.fileRetry = undefined
  book.showPublication(live, { kind: 'withdrawn', at: withdrawn.value.at })
  return succeed(null)
}

/** The one token that has ended; undefined where the whole session has, and with it whatever it published. */
function deadToken({ standing, file }: LiveSession): Secret | undefined {
  if (standing.kind !== 'holding') return undefined
  return file.kind === 'token' ? file.accessToken : standing.held.tokens.accessToken
}

/** Whether a token of ours stands in the file and must not. While the keychain is locked, the file itself says until when it lives. */
async function hasOurDeadToken(ports: SessionPorts, live: LiveSession): Promise<boolean> {
  if (live.file.kind === 'token') return true
  if (live.file.kind !== 'unknown' || live.record.publishedAt === undefined) return false
  if (live.standing.kind === 'holding' || live.standing.kind === 'signInRequired') return true
  const read = await ports.sections.read(live.record.profile)
  if (!read.ok || read.value.kind !== 'section' || read.value.bearerToken === undefined) return false
  return read.value.expiresAt !== undefined && read.value.expiresAt <= ports.clock.now()
}
