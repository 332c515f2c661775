import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveAMonth } from '../support/session-month.ts'
import { seeded } from '../support/session-time.ts'
import { startSecretService } from '../support/secret-service.ts'

/**
 * The refresh engine under crowds, kills and thirty days of a laptop. Takes some minutes.
 *
 * Expected: one token request by 200 processes, and all of them served; no session lost to a kill where the provider
 * forgives for half a minute, and a clean sign-in each where it doesn't; no second in which a tool found a dead token.
 */
export async function measure() {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-keyring-'))
  const service = process.platform === 'linux' ? await startSecretService(home) : undefined
  const before = { ...process.env }
  Object.assign(process.env, { HOME: home }, service?.env)
  try {
    // Loaded here: keytar looks for its bus when it is loaded.
    const { crowd, killRefreshes } = await import('../support/session-torture.ts')
    const months = []
    for (let seed = 1; seed <= 10; seed += 1) months.push(await liveAMonth(seed))
    return {
      crowd: await crowd(200),
      killsWithGrace: await killRefreshes(100, 30_000, seeded(1)),
      killsWithoutGrace: await killRefreshes(100, 0, seeded(2)),
      months,
    }
  } finally {
    for (const name of ['HOME', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
    await service?.stop()
    await rm(home, { recursive: true, force: true })
  }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
