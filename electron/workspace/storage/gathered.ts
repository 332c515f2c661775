/** What is gathered during requests and written later. */
export interface Gathered {
  /** Writes the oldest of it, a few milliseconds' work. Gives how many entries that were: 0 when nothing is left. */
  writeSome(): number
  /** How many entries wait. */
  waiting(): number
}

const SOME = 100

/** Makes a map {@link Gathered}: `write` is one transaction, and what it fails to write stays. */
export function gathered<V>(entries: Map<string, V>, write: (some: ReadonlyMap<string, V>) => void): Gathered {
  return {
    waiting: () => entries.size,
    writeSome() {
      const some = new Map<string, V>()
      for (const [name, value] of entries) {
        if (some.size === SOME) break
        some.set(name, value)
      }
      if (some.size > 0) write(some)
      for (const name of some.keys()) entries.delete(name)
      return some.size
    },
  }
}
