import { seeded } from '../support/session-time.ts'
import { sendRequests } from '../support/workspace-requests.ts'
import { killService } from '../support/workspace-torture.ts'

/**
 * The workspace killed at 200 random instants under load, and asked 5,000 things of all kinds. Takes some minutes.
 *
 * Expected: nothing lost, the log intact; no answer that the OpenAPI document doesn't describe, and no 5xx (it throws).
 */
export async function measure() {
  return { kills: await killService({ kills: 200, random: seeded(3) }), requests: await sendRequests({ requests: 5_000, seed: 5 }) }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
