import type { Database } from '../../sqlite/open-database.ts'

/**
 * Carries out work in a transaction that it shares with all that comes in the same turn of the event loop: they wait for
 * the disk once. Each is all or nothing by itself, and is answered when it is on the disk.
 */
export type GroupCommit = <T>(work: () => T) => Promise<T>

/** `carryOut` gives what answers the caller once the transaction is over, and throws where that is lost. */
interface Piece { carryOut: () => () => void; refuse: (error: unknown) => void }

export function openGroupCommit(database: Database): GroupCommit {
  let waiting: Piece[] = []
  const inSavepoint = database.transaction((work: () => void) => { work() })
  const carryOutAll = database.transaction((pieces: readonly Piece[]) => pieces.map(({ carryOut }) => carryOut()))
  const commit = () => {
    const pieces = waiting
    waiting = []
    try {
      for (const answer of carryOutAll.immediate(pieces)) answer()
    } catch (error) {
      for (const { refuse } of pieces) refuse(error)
    }
  }
  return work => new Promise((resolve, reject) => {
    const refuse = (error: unknown) => { reject(error instanceof Error ? error : new Error('the work failed')) }
    const carryOut = () => {
      try {
        let answer = () => {}
        inSavepoint(() => {
          const value = work()
          answer = () => { resolve(value) }
        })
        return answer
      } catch (error) {
        // A full disk takes back the whole transaction, not this piece alone.
        if (!database.inTransaction) throw error
        return () => { refuse(error) }
      }
    }
    if (waiting.push({ carryOut, refuse }) === 1) setImmediate(commit)
  })
}
