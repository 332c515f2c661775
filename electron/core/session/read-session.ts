import type { KeychainFailure } from '../../../shared/failures.ts'
import { momentOf } from './clock-jump.ts'
import { deadlineIn, type Deadline } from './deadline.ts'
import type { FileSync } from './file-sync.ts'
import { whereOf } from './file-sync.ts'
import { newestOf } from './held.ts'
import type { LiveSession } from './live-session.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'

/** Reads a session from the vault, at start and again after the keychain could not answer. */
export type ReadSession = (live: LiveSession) => Promise<void>

export interface ReadSessionParts {
  ports: SessionPorts
  book: SessionBook
  files: FileSync
  renewal: Renewal
}

export function makeReadSession(parts: ReadSessionParts): ReadSession {
  const { ports, book, files, renewal } = parts
  return oneAtATime(async live => {
    const newest = newestOf(undefined, await ports.vault.read(live.record.id))
    if (live.isOver || (live.standing.kind !== 'restoring' && live.standing.kind !== 'unreadable')) return
    switch (newest.kind) {
      case 'gone':
        return renewal.end(live, newest.reason)
      case 'unread': {
        const attempt = live.standing.kind === 'unreadable' ? live.standing.attempt + 1 : 1
        live.standing = { kind: 'unreadable', failure: newest.failure, retry: retryOf(newest.failure, attempt, ports), attempt }
        book.show(live)
        return
      }
      case 'held':
        renewal.adopt(live, newest.held)
        await tidyStrays(parts, live)
        await recognise(parts, live)
        await files.sync(live)
    }
  })
}

/**
 * When to ask the keychain again. A locked one may ask the person for a password each time, so that is left to them and
 * to the unlocking of the screen; the others answer without anybody's help.
 */
function retryOf(failure: KeychainFailure, attempt: number, ports: Pick<SessionPorts, 'clock'>): Deadline {
  const asksPerson = failure.code === 'keychain_locked' || failure.code === 'keychain_denied'
  const [firstMs, longestMs] = asksPerson ? [5 * 60_000, 30 * 60_000] : [10_000, 5 * 60_000]
  return deadlineIn(Math.min(longestMs, firstMs * 2 ** (attempt - 1)), momentOf(ports.clock))
}

/** Removes what a rename that was cut off left under another name: our very token proves that we wrote it. */
async function tidyStrays({ ports, book, files }: ReadSessionParts, live: LiveSession): Promise<void> {
  const { strays = [], profile } = live.record
  if (strays.length === 0) return
  await files.inTurn(live, async () => {
    for (const stray of strays.filter(name => name !== profile)) {
      const read = await ports.sections.read(stray)
      const isOurs = read.ok && read.value.kind === 'section' && live.standing.kind === 'holding' &&
        read.value.bearerToken?.equals(live.standing.held.tokens.accessToken) === true
      const isTaken = book.all().some(other => other.record.profile === stray)
      if (isOurs && !isTaken && !(await ports.publisher.remove(stray)).ok) return
    }
    await book.keepRecord(live, { strays: [] })
  })
}

/** Looks what stands in the file since the last run, so that what a person deleted is not put back without a word. */
async function recognise({ ports, book, files }: ReadSessionParts, live: LiveSession): Promise<void> {
  await files.inTurn(live, async () => {
    const { standing, record } = live
    if (record.publishedAt === undefined || standing.kind !== 'holding') return
    const read = await ports.sections.read(record.profile)
    if (!read.ok || live.isOver) return
    if (read.value.kind !== 'section') {
      live.file = { kind: 'takenAway' }
      const change = read.value.kind === 'no_file' ? 'file_removed' : 'section_removed'
      book.showPublication(live, { kind: 'changedOutside', change, at: ports.clock.now() })
      return
    }
    const { accessToken, expiresAt } = standing.held.tokens
    if (read.value.bearerToken?.equals(accessToken)) {
      live.file = { kind: 'token', accessToken, where: whereOf(record), expiresAt, at: record.publishedAt }
    }
  })
}
