import { seeded } from '../support/session-time.ts'
import { killService } from '../support/workspace-torture.ts'

/**
 * The workspace killed at 200 random instants under load. Takes some minutes.
 *
 * Expected: nothing lost, the log intact.
 */
export async function measure() {
  return { kills: await killService({ kills: 200, random: seeded(3) }) }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
