import { expect, test } from 'vitest'
import { contend, killWriters, printDocuments, writeBesideForeigner } from '../../support/credentials-torture.ts'

/* Short forms of `npm run torture -- credentials`. */

test('killed writers leave no torn file, no lock and, after the next start, no token lying about', async () => {
  const { reads, orphansSeen, swept, longestFirstWriteMs, ...result } = await killWriters({ kills: 14, readers: 2 })
  expect(result).toEqual({ kills: 14, fileFaults: 0, refusedWrites: 0, orphansLeft: 0, tornReads: 0, faults: [] })
  expect(swept).toBe(orphansSeen)
  expect(reads).toBeGreaterThan(100)
  // A dead holder's lock is free at once; what a hung one holds, a writer waits for no longer than this.
  expect(longestFirstWriteMs).toBeLessThan(5000)
}, 180_000)

test('eight processes that write at once lose nothing', async () => {
  const { ms: _, ...result } = await contend({ processes: 8, updates: 12 })
  expect(result).toEqual({ processes: 8, updates: 12, refused: 0, present: 96, duplicates: 0 })
}, 180_000)

test('ten thousand documents print as they were read, and change only where they should', () => {
  const { written, refused, ...result } = printDocuments({ documents: 10_000, seed: 9 })
  expect(result).toEqual({ documents: 10_000, notIdentical: 0, notWhatWasSet: 0, notWhatWasRemembered: 0, otherLinesChanged: 0 })
  expect(written).toBeGreaterThan(3000)
  expect(refused).toBeGreaterThan(1000)
}, 120_000)

test.each(['rename', 'truncate'] as const)('beside a program that knows no lock (%s) the file stays readable', async style => {
  const { unreadable, ours } = await writeBesideForeigner({ style, writes: 60 })
  expect(unreadable).toBe(0)
  expect(ours).toBeGreaterThan(0)
}, 120_000)
