import { expect, test } from 'vitest'
import { killService } from '../../support/workspace-torture.ts'

test('a few kills under load lose no acknowledged write and leave the log whole', async () => {
  const report = await killService({ kills: 5, random: Math.random })
  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ lost: [], isLogIntact: true })
  // The writers were at it, and each write has its entry.
  expect(report.acknowledged).toBeGreaterThan(20)
  expect(report.logEntries).toBeGreaterThanOrEqual(report.acknowledged)
}, 120_000)
