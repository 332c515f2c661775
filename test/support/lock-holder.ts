/*
 * Takes a session's lock, says so, and holds it until it is killed or its input ends: `node lock-holder.ts <folder> <connection>`.
 */
import { once } from 'node:events'
import { makeSessionLock } from '../../electron/adapters/session-lock/session-lock.ts'
import { ConnectionId } from '../../shared/connection.ts'

const [folder = '', connection = ''] = process.argv.slice(2)
const ended = once(process.stdin.resume(), 'end')
await makeSessionLock(folder).whileHeld(ConnectionId.parse(connection), 10_000, async () => {
  process.stdout.write('held\n')
  await ended
})
process.stdout.write('released\n')
