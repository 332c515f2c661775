import { expect, test } from 'vitest'
import { sendRequests } from '../../support/workspace-requests.ts'

test('requests of all kinds are answered as the OpenAPI document says, and none by a failure', async () => {
  const report = await sendRequests({ requests: 1_500, seed: 4 })
  console.log(JSON.stringify(report))
  // They got past the door, too: most operations succeeded with one of them.
  expect(report.operations).toBeGreaterThan(70)
  expect(report.succeeded).toBeGreaterThan(50)
}, 120_000)
