import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRedactingLog, type LogFields } from '../../../electron/adapters/log/redacting-log.ts'
import { Secret } from '../../../electron/core/secret.ts'

let home: string
let path: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-log-'))
  path = join(home, 'logs', 'latchkey.log')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const lines = async (file = path) => (await readFile(file, 'utf8')).trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)

test('entries stand in their order, one JSON a line, for the owner alone', async () => {
  const log = makeRedactingLog({ path, now: () => 0 })
  log.note('started', { version: '0.1.0' })
  log.note('refreshed', { connectionId: 'c', ms: 12 })
  log.bug(new TypeError('odd'), 'signIn')
  await log.flush()
  expect(await lines()).toEqual([
    { at: '1970-01-01T00:00:00.000Z', note: 'started', version: '0.1.0' },
    { at: '1970-01-01T00:00:00.000Z', note: 'refreshed', connectionId: 'c', ms: 12 },
    { at: '1970-01-01T00:00:00.000Z', bug: expect.stringMatching(/^TypeError: odd\n {4}at /) as string, command: 'signIn' },
  ])
  expect([(await stat(path)).mode & 0o777, (await stat(join(home, 'logs'))).mode & 0o777]).toEqual([0o600, 0o700])
})

test('neither unknown fields, nor causes, nor properties of an error, nor anything that looks like a secret gets in', async () => {
  const log = makeRedactingLog({ path, now: () => 0 })
  log.note('with refresh_token=canary1', { code: 'Bearer canary2', token: 'canary3', host: new Secret('canary4') } as unknown as LogFields)
  log.bug(Object.assign(new Error('access_token: "canary5"', { cause: new Error('canary6') }), { body: 'canary7' }))
  log.bug({ secret: 'canary8' })
  log.bug(`Authorization: canary9`)
  await log.flush()
  expect(await readFile(path, 'utf8')).not.toMatch(/canary/)
  expect(await lines()).toHaveLength(4)
})

test('at a mebibyte the file is put aside, once', async () => {
  const log = makeRedactingLog({ path, now: () => 0 })
  log.note('first')
  await log.flush()
  for (const round of [1, 2]) {
    await writeFile(path, 'x'.repeat(1024 * 1024))
    log.note(`after ${String(round)}`)
    await log.flush()
  }
  expect(await readdir(join(home, 'logs'))).toEqual(['latchkey.log', 'latchkey.log.old'])
  expect((await lines()).map(entry => entry['note'])).toEqual(['after 2'])
})

test('a log that cannot be written breaks nothing, and says so to whoever listens', async () => {
  await writeFile(join(home, 'logs'), 'in the way')
  let lost = 0
  const log = makeRedactingLog({ path, now: () => 0, lost: () => { lost += 1 } })
  log.note('a')
  log.note('b')
  await log.flush()
  expect(lost).toBe(2)
})
