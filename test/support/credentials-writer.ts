import { createInterface } from 'node:readline'
import process from 'node:process'
import { whileLocked } from '../../electron/adapters/credentials-file/file-lock.ts'
import { Secret } from '../../electron/core/secret.ts'
import { instant } from '../../shared/instant.ts'
import { publication } from './credentials-memory.ts'
import { openPlace } from './credentials-place.ts'

/*
 * A process that writes the file, started by the tests: says `up` when it is ready, begins at the line `go`, and says
 * what it did, one JSON a line.
 *
 *   rewrite          publishes `default` until it is killed, each time with another token
 *   profiles P N     publishes the N profiles `P-0`, `P-1`, ... once each
 *   hold PATH        takes the lock at PATH and never gives it back
 *   in-place         like `rewrite`, for a mounted file, having been allowed to
 */

const [mode = '', home = '', ...rest] = process.argv.slice(2)
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`)
const path = process.env['CREDENTIALS_PATH']
const { file, publisher } = openPlace(home, path === undefined ? {} : { path, isDefault: false })

/** Its expiration stands in the token: a reader can tell a token from another one's expiration. Lengths vary. */
function tokenOf(second: number): { bearerToken: Secret; expiresAt: ReturnType<typeof instant> } {
  return { bearerToken: new Secret(`${String(second)}.${'x'.repeat(20 + ((second * 7919) % 3000))}`), expiresAt: instant(second * 1000) }
}

async function rewrite(): Promise<void> {
  let second = 1_800_000_000 + Math.trunc(Math.random() * 1e8)
  for (let count = 0; ; count += 1) {
    const since = performance.now()
    second += 1
    const outcome = await publisher.publish(publication({ ...tokenOf(second), isOurs: true }))
    if (!outcome.ok) say({ failed: outcome.failure })
    if (count === 0) say({ firstMs: performance.now() - since })
  }
}

async function profiles(prefix: string, count: number): Promise<void> {
  let failed = 0
  for (let index = 0; index < count; index += 1) {
    const outcome = await publisher.publish(publication({ profile: `${prefix}-${String(index)}`, bearerToken: new Secret('t'), baseUrl: 'https://a.example' }))
    if (!outcome.ok) failed += 1
  }
  say({ failed })
}

const modes: Record<string, () => Promise<unknown>> = {
  rewrite,
  profiles: () => profiles(rest[0] ?? '', Number(rest[1])),
  hold: () =>
    whileLocked(rest[0] ?? '', 5000, () => {
      say({ held: true })
      return new Promise(resolve => setTimeout(resolve, 3_600_000))
    }),
  async 'in-place'() {
    await file.allow('in_place')
    await rewrite()
  },
}

say('up')
for await (const line of createInterface(process.stdin)) {
  if (line !== 'go') continue
  await modes[mode]?.()
  break
}
process.exit()
