/** Counts tries in a window of time; for sign-ins and bad keys. Kept in memory: a restart forgives. */
export interface TryLimit {
  /** Counts one try. Gives the seconds to wait where there were too many; the try must then not be carried out. */
  count(name: string): number | undefined
  /** Whether `name` must wait, without counting. */
  wait(name: string): number | undefined
  forgive(name: string): void
}

// Names are thrown out once so many are held, oldest first: an attacker who invents names gains no memory.
const MOST_NAMES = 10_000

export function tryLimit(most: number, windowMs: number, now: () => number): TryLimit {
  const tries = new Map<string, { since: number; count: number }>()
  const current = (name: string) => {
    const entry = tries.get(name)
    return entry && now() - entry.since < windowMs ? entry : undefined
  }
  const wait = (name: string) => {
    const entry = current(name)
    return entry && entry.count >= most ? Math.max(1, Math.ceil((entry.since + windowMs - now()) / 1000)) : undefined
  }
  return {
    wait,
    count(name) {
      const seconds = wait(name)
      if (seconds !== undefined) return seconds
      const entry = current(name)
      if (entry) entry.count += 1
      else {
        const oldest = tries.size >= MOST_NAMES ? tries.keys().next().value : undefined
        if (oldest !== undefined) tries.delete(oldest)
        tries.delete(name)
        tries.set(name, { since: now(), count: 1 })
      }
      return undefined
    },
    forgive: name => void tries.delete(name),
  }
}
