import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeSessionVault } from '../../../electron/adapters/keychain/session-vault.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { keychainIn } from '../../support/vault-writer.ts'

const WRITER = join(import.meta.dirname, '../../support/vault-writer.ts')
const KILLS = 5

test(`killed at ${String(KILLS)} random instants, the vault holds the last acknowledged session or the one after it, whole`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-killed-'))
  const id = ConnectionId.parse(randomUUID())
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writer = spawn(process.execPath, [WRITER, folder, id], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    writer.stdout.on('data', chunk => { output += String(chunk) })
    await once(writer.stdout, 'data')
    await wait(Math.random() * 60)
    writer.kill('SIGKILL')
    await once(writer, 'close')
    const acknowledged = Number(output.trimEnd().split('\n').at(-1))
    const vault = makeSessionVault(join(folder, 'sessions'), keychainIn(folder))
    const read = await vault.read(id)
    if (read.kind !== 'found') throw new Error(`${read.kind} after kill ${String(kill)}`)
    const [round = '', rest] = read.tokens.accessToken.expose().split('.')
    expect([acknowledged, acknowledged + 1]).toContain(Number(round))
    expect(rest).toBe('x'.repeat(Number(round) % 5_000))
    expect(read.tokens.issuedAt).toBe(Number(round))
  }
  const sessions = join(folder, 'sessions')
  for (const name of await readdir(sessions)) await utimes(join(sessions, name), 1, 1)
  await makeSessionVault(sessions, keychainIn(folder)).sweep([id])
  expect(await readdir(sessions)).toEqual([`${id}.sealed`])
  await rm(folder, { recursive: true, force: true })
})
