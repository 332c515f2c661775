import { momentOf } from './clock-jump.ts'
import type { FileSync } from './file-sync.ts'
import { noteFailure, publishable, whereOf } from './file-sync.ts'
import { newestOf } from './held.ts'
import type { Held } from './held.ts'
import type { LiveSession } from './live-session.ts'
import { outsideChange, type WrittenToken } from './outside-change.ts'
import type { SectionRead } from './ports.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'

/** Looks whether the file still says what we wrote, and tells where it doesn't. */
export type InspectFile = (live: LiveSession) => Promise<void>

/** @param adopt  takes over tokens that another process of ours put into vault and file */
export function makeInspectFile(
  ports: SessionPorts, book: SessionBook, files: FileSync, adopt: (live: LiveSession, held: Held) => void,
): InspectFile {
  return live =>
    files.inTurn(live, async () => {
      const expected = expectedToken(live, ports)
      if (live.isOver || expected === undefined) return
      const read = await ports.sections.read(live.record.profile)
      if (live.isOver) return
      if (!read.ok) {
        // Other tools can't read it either: writing is tried until it works again.
        live.file = { kind: 'unknown' }
        noteFailure(ports, book, live, read.failure)
        return
      }
      await judge(ports, book, live, expected, read.value, adopt)
    })
}

function expectedToken(live: LiveSession, ports: SessionPorts): WrittenToken | undefined {
  if (live.file.kind === 'token') return live.file
  if (live.file.kind !== 'takenAway') return undefined
  const tokens = publishable(live, ports)
  if (tokens === undefined) return undefined
  const at = live.record.publishedAt ?? ports.clock.now()
  return { kind: 'token', accessToken: tokens.accessToken, where: whereOf(live.record), expiresAt: tokens.expiresAt, at }
}

async function judge(
  ports: SessionPorts, book: SessionBook, live: LiveSession, expected: WrittenToken, read: SectionRead,
  adopt: (live: LiveSession, held: Held) => void,
): Promise<void> {
  const change = outsideChange(expected, live.record, read)
  if (change === undefined) {
    live.file = expected
    book.showPublication(live, { kind: 'written', at: expected.at })
    return
  }
  if (read.kind === 'section') {
    const held = await refreshedElsewhere(ports, live, read)
    if (held !== undefined) {
      live.file = { ...expected, accessToken: held.tokens.accessToken, expiresAt: held.tokens.expiresAt }
      adopt(live, held)
      return
    }
    live.file = expected
  } else {
    live.file = { kind: 'takenAway' }
  }
  tellOnce(ports, book, live, change)
}

function tellOnce(ports: SessionPorts, book: SessionBook, live: LiveSession, change: NonNullable<ReturnType<typeof outsideChange>>): void {
  const { publication } = live.told
  if (publication.kind === 'changedOutside' && publication.change === change) return
  book.showPublication(live, { kind: 'changedOutside', change, at: momentOf(ports.clock).wall })
}

/** The tokens of another process of ours, where it is that which stands in the file now. */
async function refreshedElsewhere(ports: SessionPorts, live: LiveSession, read: Extract<SectionRead, { kind: 'section' }>): Promise<Held | undefined> {
  const { standing } = live
  if (standing.kind !== 'holding' || standing.held.sealed === undefined || read.bearerToken === undefined) return undefined
  if (read.bearerToken.equals(standing.held.tokens.accessToken)) return undefined
  const newest = newestOf(standing.held, await ports.vault.read(live.record.id))
  return newest.kind === 'held' && newest.held.tokens.accessToken.equals(read.bearerToken) ? newest.held : undefined
}
