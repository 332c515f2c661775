import { tryLimit } from '../people/try-limit.ts'
import { tooManyRequests, type ApiRefusal } from './api-refusal.ts'

/** Slows down who tries credentials: past a bound a bad one is answered by 429. A good one passes all the while. */
export interface RefusalLimit {
  /** What to answer instead of a 401. */
  told(unauthorized: ApiRefusal, address: string, apiKey: string | undefined): ApiRefusal
}

const FIVE_MINUTES_MS = 5 * 60 * 1000
const PER_KEY = 300
// The part of a key that names it; the rest is secret and is not remembered.
const NAME_LENGTH = 22

export function refusalLimit(perAddress: number, now: () => number): RefusalLimit {
  const addresses = tryLimit(perAddress, FIVE_MINUTES_MS, now)
  const keys = tryLimit(Math.min(PER_KEY, perAddress), FIVE_MINUTES_MS, now)
  return {
    told(unauthorized, address, apiKey) {
      const seconds = addresses.count(address) ?? (apiKey === undefined ? undefined : keys.count(apiKey.slice(0, NAME_LENGTH)))
      return seconds === undefined ? unauthorized : tooManyRequests(seconds)
    },
  }
}
