import type BetterSqlite3 from 'better-sqlite3'

export type Driver = new (path: string, options?: BetterSqlite3.Options) => BetterSqlite3.Database

type Method = (this: Statement, ...parameters: unknown[]) => unknown
type Statement = { pluckMode?: boolean }
type StatementPrototype = Record<'run' | 'get' | 'all' | 'iterate' | 'pluck', Method>

/** Whether libsql would take a lone parameter for an object of named ones, and abort the process. */
function isLoneValue(parameters: readonly unknown[]): boolean {
  const [first] = parameters
  return parameters.length === 1 && (first === null || ArrayBuffer.isView(first))
}

/** The columns of a row alone, blobs as Buffers: libsql adds one of its own, and gives lists of rows ArrayBuffers. */
function amendRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  const columns = row as Record<string, unknown>
  delete columns['_metadata']
  for (const [name, value] of Object.entries(columns)) if (value instanceof ArrayBuffer) columns[name] = Buffer.from(value)
  return row
}

function firstColumn(row: unknown): unknown {
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : row
}

/**
 * Makes a statement of libsql 0.5 behave as one of better-sqlite3: a lone blob or null is a value, a row holds its columns
 * alone, blobs are Buffers, and `pluck` counts for `get` too.
 */
function amend(prototype: StatementPrototype): void {
  const { get, iterate } = prototype
  prototype.get = function (...parameters) {
    const row = amendRow(get.apply(this, parameters))
    return this.pluckMode === true ? firstColumn(row) : row
  }
  prototype.iterate = function (...parameters) {
    const rows = iterate.apply(this, parameters) as Iterator<unknown>
    return {
      next: () => {
        const step = rows.next()
        return step.done === true ? step : { done: false, value: amendRow(step.value) }
      },
      [Symbol.iterator]() { return this },
    }
  }
  prototype.pluck = function (isOn) {
    this.pluckMode = isOn !== false
    return this
  }
  for (const name of ['run', 'get', 'all', 'iterate'] as const) {
    const original = prototype[name]
    prototype[name] = function (...parameters) { return original.apply(this, isLoneValue(parameters) ? [parameters] : parameters) }
  }
}

type Work = (...parameters: unknown[]) => unknown

let savepoints = 0

/** Runs work in a transaction; inside of one, in a savepoint, as better-sqlite3 does. */
function inTransaction(database: BetterSqlite3.Database, mode: string, work: () => unknown): unknown {
  const nested = database.inTransaction ? `nested_${String((savepoints += 1))}` : undefined
  database.exec(nested === undefined ? `BEGIN ${mode}` : `SAVEPOINT ${nested}`)
  try {
    const result = work()
    database.exec(nested === undefined ? 'COMMIT' : `RELEASE ${nested}`)
    return result
  } catch (error) {
    // A full disk may have rolled all of it back already.
    if (database.inTransaction) database.exec(nested === undefined ? 'ROLLBACK' : `ROLLBACK TO ${nested}; RELEASE ${nested}`)
    throw error
  }
}

/** libsql's own `transaction` can't stand inside of another. */
function nestableTransaction(this: BetterSqlite3.Database, work: Work): unknown {
  const modes = ['deferred', 'immediate', 'exclusive'].map(mode =>
    [mode, (...parameters: unknown[]) => inTransaction(this, mode.toUpperCase(), () => work(...parameters))] as const)
  return Object.assign((...parameters: unknown[]) => inTransaction(this, 'DEFERRED', () => work(...parameters)), Object.fromEntries(modes))
}

let amended = false

/** libsql, where better-sqlite3 can't be loaded. Drop it with the last runtime below N-API 10. */
export async function libsqlDriver(): Promise<Driver> {
  const DriverClass = (await import('libsql')).default as unknown as Driver
  if (!amended) {
    amended = true
    const probe = new DriverClass(':memory:')
    amend(Object.getPrototypeOf(probe.prepare('SELECT 1')) as StatementPrototype)
    Object.assign(DriverClass.prototype, { transaction: nestableTransaction })
    probe.close()
  }
  return DriverClass
}
