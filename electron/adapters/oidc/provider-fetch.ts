import type * as oidc from 'openid-client'
import type { Clock } from '../../core/session/ports.ts'
import { fetchWhole, troubleOfAnswer, type Fetch } from '../network/fetch-whole.ts'

/** The clock of a server beside ours, as its answers tell it. */
export interface ClockOffset {
  /** By how many seconds ours is ahead (behind, where negative); undefined until an answer had a Date. Good to about a second. */
  seconds: number | undefined
}

/**
 * fetch() for openid-client, which tells a dead network from a bug of ours (both are a bare TypeError otherwise), reads
 * the whole answer within one deadline, and notes how far the server's clock is from ours.
 */
export function fetchOrSayWhy(fetch: Fetch, clock: Clock, timeoutMs: number, offset: ClockOffset): oidc.CustomFetch {
  return async (url, options) => {
    const response = await fetchWhole(fetch, url, options as RequestInit, timeoutMs)
    const now = clock.now()
    const date = Date.parse(response.headers.get('date') ?? '')
    // What answers a GET may come out of a cache, and then tells when it was made, not what time it is.
    if (!Number.isNaN(date) && options.method === 'POST') offset.seconds = Math.round((now - date) / 1_000)
    const trouble = troubleOfAnswer(response, now)
    if (trouble !== undefined) throw trouble
    return response
  }
}
