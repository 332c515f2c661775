import { execFile, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../electron/core/secret.ts'
import { instant } from '../../../shared/instant.ts'
import { publication } from '../../support/credentials-memory.ts'
import { openPlace, withHome } from '../../support/credentials-place.ts'

const READERS = join(import.meta.dirname, '../../../docs/readers')
const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

const readers = [
  { language: 'Node', isHere: true, command: [process.execPath, join(READERS, 'read-token.mjs')] },
  { language: 'Python', isHere: has('python3', '--version'), command: ['python3', join(READERS, 'read_token.py')] },
  { language: 'Go', isHere: has('go', 'version'), command: ['go', 'run', join(READERS, 'read-token.go')] },
  { language: 'POSIX shell', isHere: process.platform !== 'win32' && has('curl', '--version'), command: ['sh', join(READERS, 'read-token.sh')] },
]

/** A service that takes the tokens of `valid`, and remembers how it answered. */
async function startService() {
  const valid: string[] = []
  const statuses: number[] = []
  const server: Server = createServer((request, response) => {
    const isGood = valid.some(token => request.headers.authorization === `Bearer ${token}`)
    statuses.push(isGood ? 200 : 401)
    response.writeHead(isGood ? 200 : 401).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { valid, statuses, baseUrl: `http://127.0.0.1:${String(address.port)}`, stop: () => new Promise(resolve => server.close(resolve)) }
}

const CALLS = 30

/** Rotates the file four times under a reader that calls the service; gives what the reader printed and the service saw. */
function rotateUnder(command: readonly string[], lifeSeconds: number, accepted: number) {
  return withHome(async home => {
    const { publisher } = openPlace(home)
    const service = await startService()
    let made = 0
    const rotate = async () => {
      made += 1
      const token = `t${String(made)}.${'x'.repeat(500)}`
      service.valid.push(token)
      const outcome = await publisher.publish(
        publication({ profile: 'acme', baseUrl: service.baseUrl, bearerToken: new Secret(token), expiresAt: instant(Date.now() + lifeSeconds * 1000), isOurs: true }),
      )
      expect(outcome.ok).toBe(true)
      // Only once the new one can be read.
      service.valid.splice(0, service.valid.length - accepted)
    }
    await rotate()
    const [program = '', ...args] = command
    const env = { ...process.env, HOME: home, CERBY_PROFILE: 'acme', GOCACHE: join(tmpdir(), 'latchkey-go'), CERBY_SHARED_CREDENTIALS_FILE: '~/.cerby/credentials' }
    const reader = promisify(execFile)(program, [...args, '/users', String(CALLS)], { env })
    // Each rotation waits for the reader to have used the token before it.
    for (let rotation = 1; rotation <= 4; rotation += 1) {
      while (service.statuses.length < rotation * 5) await sleep(20)
      await rotate()
    }
    const { stdout } = await reader
    await service.stop()
    return { printed: stdout.trim().split('\n'), statuses: service.statuses }
  })
}

describe.concurrent.each(readers)('the reference reader in $language', ({ isHere, command }) => {
  test.runIf(isHere)('has no request refused while tokens near their end are replaced', async ({ expect }) => {
    // In their last minute from the start: a reader reads anew before each request.
    const { printed, statuses } = await rotateUnder(command, 50, 2)
    expect(printed).toEqual(Array.from({ length: CALLS }, () => '200'))
    expect(statuses).toEqual(Array.from({ length: CALLS }, () => 200))
  }, 120_000)

  test.runIf(isHere)('sends a request again with the newest token when one is refused before its end', async ({ expect }) => {
    const { printed, statuses } = await rotateUnder(command, 3600, 1)
    expect(printed).toEqual(Array.from({ length: CALLS }, () => '200'))
    expect(statuses.filter(status => status === 401)).toHaveLength(4)
  }, 120_000)
})
