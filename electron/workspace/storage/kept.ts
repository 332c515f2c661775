import type { Database } from '../../sqlite/open-database.ts'

/** Something read from the database, kept until it changes. */
export interface Kept<T> {
  get(): T
  /** Whoever changes what it was read from calls this beside the write. */
  forget(): void
}

export type Keep = <T>(read: () => T) => Kept<T>

/**
 * Keeps what is read until this process says that it changed, or another one wrote to the database: the commands that run
 * beside the service. What is read inside a transaction is not kept, since its work may be taken back.
 */
export function openKeep(database: Database): Keep {
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck()
  let version: number | undefined
  // Looked at once in a turn of the event loop: a request that comes after another process's write is read in a later one.
  const versionNow = (): number => {
    if (version !== undefined) return version
    setImmediate(() => { version = undefined })
    return (version = dataVersion.get() ?? 0)
  }
  return <T>(read: () => T) => {
    let held: { value: T; version: number } | undefined
    return {
      get() {
        const at = versionNow()
        if (held?.version === at) return held.value
        const value = read()
        if (!database.inTransaction) held = { value, version: at }
        return value
      },
      forget() { held = undefined },
    }
  }
}
