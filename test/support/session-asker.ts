/*
 * The app in a process of its own, without a window: `node session-asker.ts <home> <connection> <clock ahead by ms>`.
 * Prints `ready`, waits for a line, starts as the app does, asks for a bearer token that is valid now, and prints how that
 * ended, without the token.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { systemClock } from '../../electron/adapters/clock/system-clock.ts'
import { ConnectionId } from '../../shared/connection.ts'
import { after } from '../../shared/instant.ts'
import { openApp } from './session-parts.ts'

const [home, connection, ahead] = process.argv.slice(2)
if (home === undefined || connection === undefined) throw new Error('home and connection are wanted')
const { sessions, parts } = openApp(home, { now: () => after(systemClock.now(), Number(ahead ?? 0)), monotonicMs: () => systemClock.monotonicMs() })
await parts.records.list()
process.stdout.write('ready\n')
await once(process.stdin, 'data')
await sessions.restore()
const token = await sessions.bearerToken(ConnectionId.parse(connection))
process.stdout.write(`${JSON.stringify(token.ok ? { ok: true, token: fingerprint(token.value.expose()) } : { ok: false, code: token.failure.code })}\n`)
process.exit(0)

function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}
