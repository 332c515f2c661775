import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A person signed in to the pages of the workspace itself. */
export interface BrowserSessions {
  /** Gives the part that goes into the address and the part that goes into the cookie. */
  begin(personId: string): { id: string; cookie: string }
  /** Whose session it is; both parts are needed. */
  personOf(id: string, cookie: string | undefined): string | undefined
  end(id: string): void
}

const IDLE_MS = 30 * 60 * 1000
const MOST_SESSIONS = 1_000

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Sessions live in memory, half an hour from the last click. A cookie of a loopback address reaches every port of the
 * machine, so it is worth nothing without the other half, which stands in the address and in no request to anybody else.
 */
export function openBrowserSessions(now: () => number): BrowserSessions {
  const sessions = new Map<string, { personId: string; cookieDigest: Buffer; until: number }>()
  return {
    begin(personId) {
      for (const [id, { until }] of sessions) if (until <= now() || sessions.size >= MOST_SESSIONS) sessions.delete(id)
      const id = randomBytes(24).toString('base64url')
      const cookie = randomBytes(24).toString('base64url')
      sessions.set(id, { personId, cookieDigest: digest(cookie), until: now() + IDLE_MS })
      return { id, cookie }
    },
    personOf(id, cookie) {
      const session = sessions.get(id)
      if (!session || session.until <= now() || cookie === undefined || !timingSafeEqual(digest(cookie), session.cookieDigest)) return undefined
      session.until = now() + IDLE_MS
      return session.personId
    },
    end: id => void sessions.delete(id),
  }
}
