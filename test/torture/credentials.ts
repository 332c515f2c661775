import { contend, killWriters, printDocuments, writeBesideForeigner } from '../support/credentials-torture.ts'

/**
 * The shared credentials file under kills, contention and a million documents. Takes about a quarter of an hour.
 *
 * Expected: no torn read, no fault in the file, no orphan left, no first write that waited 5,000 ms for a dead holder's
 * lock; all profiles present, none twice; every document printed as it was read.
 */
export async function measure() {
  return {
    kills: await killWriters({ kills: 5000, readers: 4 }),
    contention: await contend({ processes: 8, updates: 500 }),
    besideEditors: await writeBesideForeigner({ style: 'rename', writes: 1000 }),
    besideTruncaters: await writeBesideForeigner({ style: 'truncate', writes: 1000 }),
    documents: printDocuments({ documents: 1_000_000, seed: 2026 }),
  }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
