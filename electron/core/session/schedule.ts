import { after } from '../../../shared/instant.ts'
import { clockJumpMs, elapsedMs, momentOf, type Moment } from './clock-jump.ts'
import { deadlineIn, isPast, msLeft } from './deadline.ts'
import type { FileSync } from './file-sync.ts'
import type { Holding, LiveSession } from './live-session.ts'
import type { Clock } from './ports.ts'
import type { ReadSession } from './read-session.ts'
import { decideRefresh } from './refresh-decision.ts'
import { mayRenewItself, type Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { isTokenDying, lifeOf, nowFor, usableUntil, windowsOf } from './session-view.ts'
import type { SignOut } from './sign-out.ts'

/** What made somebody look. None of it carries meaning but this: waits that nobody ordered are over after the last three. */
export type LookReason = 'tick' | 'wake' | 'unlocked' | 'online'

/** Looks at every session again and again, and does what is due. */
export interface Schedule {
  look(reason: LookReason): void
  /** Sets the next look by what is due next. */
  arm(): void
  stop(): void
}

export interface ScheduleParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  renewal: Renewal
  readSession: ReadSession
  signOut: SignOut
  /** The clocks as they are, jumps and all. */
  machineClock: Clock
  /** Runs work that nobody waits for; its bugs are reported. */
  background: (work: Promise<unknown>) => void
}

const LONGEST_TICK_MS = 30_000
const SHORTEST_TICK_MS = 10
const SEAL_SPACING_MS = 60_000
// The network may come and go many times a minute; a storm of events is no reason for a storm of requests.
const EVENT_SPACING_MS = 2000
const JUMP_MS = 60_000

export function makeSchedule(parts: ScheduleParts): Schedule {
  const { ports, book } = parts
  let last = momentOf(parts.machineClock)
  let looked = momentOf(ports.clock)
  let cancelTimer: (() => void) | undefined
  let isStopped = false
  const arm = () => {
    cancelTimer?.()
    if (isStopped) return
    // What is due since the last look has not been seen yet, though it is past by now.
    const ms = nextTickMs(book.all(), looked) - elapsedMs(looked, momentOf(ports.clock))
    cancelTimer = ports.timer.after(Math.max(SHORTEST_TICK_MS, ms), () => {
      look('tick')
    })
  }
  const look = (told: LookReason) => {
    if (isStopped) return
    const now = momentOf(ports.clock)
    const seen = momentOf(parts.machineClock)
    const jumpMs = clockJumpMs(last, seen)
    last = seen
    looked = now
    // The machine slept, or somebody set the clock: either way every wait was counted for another world.
    const reason = told === 'tick' && Math.abs(jumpMs) > JUMP_MS ? 'wake' : told
    if (reason === 'wake') book.circumstances.fallingAsleepSince = undefined
    for (const live of book.all()) lookAt(parts, live, reason, now)
    parts.background(parts.signOut.finishLeftovers())
    arm()
  }
  return {
    look,
    arm,
    stop() {
      isStopped = true
      cancelTimer?.()
    },
  }
}

function lookAt(parts: ScheduleParts, live: LiveSession, reason: LookReason, now: Moment): void {
  const { book, background, readSession, files } = parts
  if (live.isRecordUnsaved) background(book.keepRecord(live, {}))
  if (live.standing.kind === 'unreadable' && (reason === 'unlocked' || isPast(live.standing.retry, now))) background(readSession(live))
  if (live.standing.kind === 'holding') lookAtToken(parts, live, live.standing, reason, now)
  book.show(live)
  background(files.syncIfDue(live))
}

function lookAtToken(parts: ScheduleParts, live: LiveSession, holding: Holding, reason: LookReason, now: Moment): void {
  const { book, renewal, background } = parts
  const decision = decideRefresh(lifeOf(holding), nowFor(holding, now), windowsOf(holding))
  if (decision.kind === 'signInAgain') background(renewal.end(live, 'token_expired'))
  if (decision.kind === 'refreshNow' && mayRenewItself(live, book, now)) {
    live.isWithheld = false
    if (!live.isRefreshing && isTimeToTry(live, reason, now)) background(renewal.renew(live, 'due'))
  }
  sealIfDue(parts, live, reason, now)
  if (isTokenDying(live.told.session, nowFor(holding, now)) && !live.isDeathTold) {
    live.isDeathTold = true
    book.showAgain(live)
  }
}

function sealIfDue({ renewal, background }: ScheduleParts, live: LiveSession, reason: LookReason, now: Moment): void {
  if (live.sealRetry === undefined || (reason !== 'unlocked' && !isPast(live.sealRetry.deadline, now))) return
  live.sealRetry = { ...live.sealRetry, deadline: deadlineIn(SEAL_SPACING_MS, now) }
  background(renewal.seal(live))
}

function isTimeToTry(live: LiveSession, reason: LookReason, now: Moment): boolean {
  const { retry, lastTryAt } = live
  if (retry !== undefined && (retry.isOrdered || reason === 'tick')) return isPast(retry.deadline, now)
  const spacing = lastTryAt === undefined ? undefined : { at: after(lastTryAt.wall, EVENT_SPACING_MS), setAt: lastTryAt, ms: EVENT_SPACING_MS }
  if (spacing === undefined || isPast(spacing, now)) return true
  // Too soon, but not forgotten.
  if (retry !== undefined && msLeft(spacing, now) < msLeft(retry.deadline, now)) live.retry = { ...retry, deadline: spacing }
  return false
}

/** Milliseconds from the last look until something may be due. A timer is never trusted for longer than half a minute. */
function nextTickMs(lives: readonly LiveSession[], looked: Moment): number {
  return Math.min(LONGEST_TICK_MS, ...lives.flatMap(live => momentsOf(live, looked)).filter(ms => ms > 0))
}

function momentsOf(live: LiveSession, now: Moment): number[] {
  const { standing, retry, fileRetry, sealRetry, record } = live
  const deadlines = [retry?.deadline, fileRetry, sealRetry?.deadline, standing.kind === 'unreadable' ? standing.retry : undefined]
  const waits = deadlines.flatMap(deadline => (deadline === undefined ? [] : [msLeft(deadline, now)]))
  if (record.keepFresh.kind === 'until') waits.push(record.keepFresh.at - now.wall)
  if (standing.kind !== 'holding') return waits
  const { expiresAt } = standing.held.tokens
  const { advisoryMs, mandatoryMs } = windowsOf(standing)
  const left = expiresAt - nowFor(standing, now)
  return [...waits, left, left - advisoryMs, left - mandatoryMs, usableUntil(standing) - nowFor(standing, now)]
}
