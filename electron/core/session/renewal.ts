import type { ConnectionId } from '../../../shared/connection.ts'
import type { RefreshFailure } from '../../../shared/failures.ts'
import type { SignInReason } from '../../../shared/session-state.ts'
import { momentOf, type Moment } from './clock-jump.ts'
import { deadlineIn } from './deadline.ts'
import type { FileSync } from './file-sync.ts'
import { isSealed, type Held } from './held.ts'
import { mayKeepFresh } from './keep-fresh.ts'
import type { Holding, LiveSession } from './live-session.ts'
import type { LocateProvider } from './locate-provider.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { HeldTokens } from './ports.ts'
import { decideRefresh } from './refresh-decision.ts'
import { refreshSession, type Refreshed } from './refresh.ts'
import { mayHaveReached, waitAfter, type WaitLimits } from './retry-delay.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { lifeOf, nowFor, windowsOf } from './session-view.ts'

/** Why a token is renewed. */
export type Wish =
  /** Because its time has come. */
  | 'due'
  /** Because a person or a server asked, however fresh it looks. */
  | 'insist'

/** Renews the tokens of one session, once at a time however many ask. */
export interface Renewal {
  renew(live: LiveSession, wish: Wish): Promise<Refreshed>
  /** Takes tokens for ours: fresh ones, or such as the vault turned out to have. */
  adopt: (live: LiveSession, held: Held) => void
  /** The same, without telling of it yet. */
  hold(live: LiveSession, held: Held): void
  end(live: LiveSession, reason: SignInReason): Promise<void>
  /** Tries again to seal tokens that could not be sealed when they came. */
  seal(live: LiveSession): Promise<void>
  /** Ends when no renewal runs any more. */
  settled(): Promise<void>
  underway(id: ConnectionId): Promise<unknown>
}

const SEAL_RETRY_MS = 60_000
const ADVISORY_SPACING_MS = 60_000
const SHORTEST_WAIT_MS = 1000
const SEAL_RETRY_LONGEST_MS = 15 * 60_000

export interface RenewalParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  locate: LocateProvider
  /** Told after a session got a new token. */
  renewed: (live: LiveSession) => void
}

export function makeRenewal(parts: RenewalParts): Renewal {
  const running = new Map<ConnectionId, Promise<unknown>>()
  const wishes = new WeakMap<LiveSession, Wish>()
  const once = oneAtATime((live: LiveSession) => {
    const work = renewOnce(parts, live, wishes.get(live) ?? 'due')
    running.set(live.record.id, work)
    return work.finally(() => {
      running.delete(live.record.id)
    })
  })
  return {
    renew(live, wish) {
      wishes.set(live, wish)
      return once(live)
    },
    adopt: (live, held) => {
      adopt(parts, live, held)
    },
    hold: (live, held) => {
      hold(parts, live, held)
    },
    end: (live, reason) => end(parts, live, reason),
    seal: live => seal(parts, live),
    async settled() {
      await Promise.allSettled(running.values())
    },
    underway: id => running.get(id) ?? Promise.resolve(),
  }
}

async function renewOnce(parts: RenewalParts, live: LiveSession, wish: Wish): Promise<Refreshed> {
  const { ports, book } = parts
  const before = live.standing.kind === 'holding' ? live.standing : undefined
  live.isRefreshing = true
  live.lastTryAt = momentOf(ports.clock)
  book.show(live)
  try {
    const refreshed = await refreshSession(ports, {
      id: live.record.id,
      held: before?.held,
      isDue: tokens => (wish === 'insist' && isSameToken(before, tokens)) || isDue(parts, before, tokens),
      mayGoUnsealed: tokens => wish === 'insist' || isDue(parts, before, tokens, 'mandatory'),
      locate: () => parts.locate(live),
      now: () => ports.clock.now(),
      // Held, but not told yet: the vault comes first.
      received: held => {
        hold(parts, live, held)
      },
      kept: async held => {
        adopt(parts, live, held)
        await parts.files.sync(live, { insist: wish === 'insist' })
      },
      isOver: () => live.isOver,
    })
    await apply(parts, live, refreshed)
    return refreshed
  } finally {
    live.isRefreshing = false
    book.show(live)
  }
}

function isSameToken(before: Holding | undefined, tokens: HeldTokens): boolean {
  return before?.held.tokens.accessToken.equals(tokens.accessToken) ?? false
}

/** The decision, asked of tokens that may be others than the session's own. */
function isDue({ ports }: RenewalParts, before: Holding | undefined, tokens: HeldTokens, urgency?: 'mandatory'): boolean {
  const now = momentOf(ports.clock)
  const isOwn = isSameToken(before, tokens)
  const seenAt = isOwn && before !== undefined ? before.seenAt : now
  const holding: Holding = { kind: 'holding', held: { tokens, sealed: undefined }, seenAt, jitter: before?.jitter ?? 0 }
  const decision = decideRefresh(lifeOf(holding), nowFor(holding, now), windowsOf(holding))
  return decision.kind === 'refreshNow' && (urgency === undefined || decision.urgency === urgency)
}

function hold({ ports }: RenewalParts, live: LiveSession, held: Held): void {
  if (live.isOver) return
  const before = live.standing.kind === 'holding' ? live.standing : undefined
  const now = momentOf(ports.clock)
  if (before !== undefined && isSameToken(before, held.tokens)) {
    live.standing = { ...before, held }
  } else {
    live.standing = { kind: 'holding', held, seenAt: now, jitter: ports.random() }
    live.isDeathTold = false
  }
  if (isSealed(held) || held.sealed === undefined) live.sealRetry = undefined
  else live.sealRetry ??= { deadline: deadlineIn(SEAL_RETRY_MS, now), attempt: 1 }
}

function adopt(parts: RenewalParts, live: LiveSession, held: Held): void {
  hold(parts, live, held)
  parts.book.show(live)
}

async function apply(parts: RenewalParts, live: LiveSession, refreshed: Refreshed): Promise<void> {
  if (live.isOver) return
  switch (refreshed.kind) {
    case 'ended':
      return end(parts, live, refreshed.reason)
    case 'failed':
      if (refreshed.held !== undefined) adopt(parts, live, refreshed.held)
      live.retry = retryAfter(parts, live, refreshed.failure)
      return
    case 'current':
    case 'renewed':
      live.retry = undefined
      adopt(parts, live, refreshed.held)
      // Other tools first, then the window: publishing is part of what is told.
      await parts.files.sync(live)
      parts.renewed(live)
      return
  }
}

function retryAfter({ ports }: RenewalParts, live: LiveSession, failure: RefreshFailure): LiveSession['retry'] {
  const now = momentOf(ports.clock)
  const attempt = (live.retry?.attempt ?? 0) + 1
  const lostAnswers = mayHaveReached(failure) ? (live.retry?.lostAnswers ?? 0) + 1 : 0
  const wait = waitAfter(failure, attempt, lostAnswers, limitsOf(live, now), ports.random())
  return { deadline: deadlineIn(wait.ms, now), attempt, lostAnswers, failure, isOrdered: wait.isOrdered }
}

/** One try a minute while the old token works (botocore's rule), more often for short lives, and one when tools are about to fail. */
function limitsOf({ standing }: LiveSession, now: Moment): WaitLimits {
  if (standing.kind !== 'holding') return { leastMs: 0, mostMs: Number.POSITIVE_INFINITY }
  const { advisoryMs, mandatoryMs } = windowsOf(standing)
  const untilMandatoryMs = standing.held.tokens.expiresAt - mandatoryMs - nowFor(standing, now)
  if (untilMandatoryMs <= 0) return { leastMs: 0, mostMs: Number.POSITIVE_INFINITY }
  return { leastMs: Math.min(ADVISORY_SPACING_MS, advisoryMs / 4), mostMs: Math.max(SHORTEST_WAIT_MS, untilMandatoryMs) }
}

/** The session is over for the provider: the person signs in again, and no tool carries the dead token. */
async function end({ ports, book, files }: RenewalParts, live: LiveSession, reason: SignInReason): Promise<void> {
  live.standing = { kind: 'signInRequired', reason, since: momentOf(ports.clock).wall }
  live.retry = undefined
  live.sealRetry = undefined
  book.show(live)
  await files.sync(live)
}

async function seal(parts: RenewalParts, live: LiveSession): Promise<void> {
  const { ports } = parts
  const work = async () => {
    const { standing } = live
    if (live.isOver || standing.kind !== 'holding' || isSealed(standing.held)) return
    const { tokens } = standing.held
    const written = await ports.vault.write(live.record.id, tokens)
    if (written.ok && isSameToken(live.standing.kind === 'holding' ? live.standing : undefined, tokens)) {
      adopt(parts, live, { tokens, sealed: tokens.accessToken })
      return
    }
    const attempt = (live.sealRetry?.attempt ?? 0) + 1
    const ms = Math.min(SEAL_RETRY_LONGEST_MS, SEAL_RETRY_MS * 2 ** Math.min(attempt, 8))
    live.sealRetry = { deadline: deadlineIn(ms, momentOf(ports.clock)), attempt }
  }
  await ports.lock.whileHeld(live.record.id, 5000, work)
}

/** Whether this session may renew its token by itself now. */
export function mayRenewItself(live: LiveSession, { circumstances }: SessionBook, now: Moment): boolean {
  const { isScreenLocked, fallingAsleepSince } = circumstances
  // A sleep that didn't come within a minute was called off.
  const isFallingAsleep = fallingAsleepSince !== undefined && now.monotonicMs - fallingAsleepSince.monotonicMs < 60_000
  return !isFallingAsleep && mayKeepFresh(live.record.keepFresh, now.wall, isScreenLocked)
}
