import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSessionLock } from '../../../electron/adapters/session-lock/session-lock.ts'
import { ConnectionId } from '../../../shared/connection.ts'

const HOLDER = join(import.meta.dirname, '../../support/lock-holder.ts')
const newId = () => ConnectionId.parse(randomUUID())

let home: string
let folder: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-locks-'))
  folder = join(home, 'locks')
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function holder(id: ConnectionId) {
  const child = spawn(process.execPath, [HOLDER, folder, id], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return { child, release: async () => { child.stdin.end(); await once(child, 'close') }, kill: async () => { child.kill('SIGKILL'); await once(child, 'close') } }
}

test('work is done while the lock is held, and gives what it gives', async () => {
  const lock = makeSessionLock(folder)
  expect(await lock.whileHeld(newId(), 1_000, () => Promise.resolve(7))).toBe(7)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('a hundred callers of one connection work one after another; another connection does not wait for them', async () => {
  const lock = makeSessionLock(folder)
  const id = newId()
  let inside = 0
  let most = 0
  let others = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    if (others === 0) others += (await lock.whileHeld(newId(), 1_000, () => Promise.resolve(1))) ?? 0
    await new Promise(setImmediate)
    inside -= 1
    return true
  }
  const done = await Promise.all(Array.from({ length: 100 }, () => lock.whileHeld(id, 20_000, work)))
  expect([done.every(Boolean), most, others]).toEqual([true, 1, 1])
})

test('what is thrown inside comes out, and the lock is free again', async () => {
  const lock = makeSessionLock(folder)
  const id = newId()
  await expect(lock.whileHeld(id, 1_000, () => Promise.reject(new Error('odd')))).rejects.toThrow('odd')
  expect(await lock.whileHeld(id, 1_000, () => Promise.resolve('free'))).toBe('free')
})

test('held by another process it cannot be had in time; the main process goes on meanwhile', async () => {
  const id = newId()
  const other = await holder(id)
  let ticks = 0
  const ticking = setInterval(() => { ticks += 1 }, 5)
  expect(await makeSessionLock(folder).whileHeld(id, 300, () => Promise.resolve('mine'))).toBeUndefined()
  clearInterval(ticking)
  // Blocked for those 300 ms there would be none, or one.
  expect(ticks).toBeGreaterThan(2)
  await other.release()
  expect(await makeSessionLock(folder).whileHeld(id, 5_000, () => Promise.resolve('mine'))).toBe('mine')
})

test('it dies with its holder, however that dies', async () => {
  const id = newId()
  for (let round = 0; round < 3; round += 1) {
    const other = await holder(id)
    const waiting = makeSessionLock(folder).whileHeld(id, 10_000, () => Promise.resolve('mine'))
    await other.kill()
    expect(await waiting).toBe('mine')
  }
})
