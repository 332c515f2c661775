import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CheckedApi, idOf } from '../../support/workspace-api.ts'
import { setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, runWorkspace, startWorkspaceProcess } from '../../support/workspace-process.ts'
import { openSeed, type Seed } from '../../support/workspace-seed.ts'

let seed: Seed
let folder: string
let entries: number

beforeAll(async () => {
  folder = await newDataFolder()
  const workspace = await startWorkspaceProcess(folder, ['--kms', 'file'])
  const bearer = (await setUpOwner(workspace.url, workspace.setUpCode ?? '')).accessToken
  const api = await CheckedApi.of(workspace.url)
  for (let index = 0; index < 20; index += 1) {
    const made = await api.ask('POST', '/api-keys', { bearer, body: { name: `Key ${String(index)}`, scopes: ['read:users'] } })
    await api.ask('PATCH', `/api-keys/${idOf(made)}`, { bearer, body: { scopes: ['read:teams'] } })
    await api.ask('DELETE', `/api-keys/${idOf(made)}`, { bearer })
  }
  await workspace.stop()
  seed = await openSeed(folder)
  const verdict = seed.parts.log.verify()
  expect(verdict).toMatchObject({ intact: true })
  entries = verdict.entries
})
afterAll(() => { seed.close() })

class TakenBack extends Error {}

/** What a check finds after this; the database is as before afterwards. */
function verdictAfter(...statements: readonly string[]) {
  let verdict = seed.parts.log.verify()
  try {
    seed.store.database.transaction(() => {
      for (const statement of statements) seed.store.database.exec(statement)
      verdict = seed.parts.log.verify()
      throw new TakenBack()
    })()
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return verdict
}

const every = () => Array.from({ length: entries }, (_, index) => index + 1)
const swap = (one: number, other: number) => [
  `UPDATE activities SET seq = -1 WHERE seq = ${String(one)}`, `UPDATE activities SET seq = ${String(one)} WHERE seq = ${String(other)}`,
  `UPDATE activities SET seq = ${String(other)} WHERE seq = -1`,
]

describe('a check of the log', () => {
  test.each([
    { says: 'that was made another action', tamper: (seq: number) => [`UPDATE activities SET action = 'keyUsed' WHERE seq = ${String(seq)}`] },
    { says: 'that was made at another time', tamper: (seq: number) => [`UPDATE activities SET at = at + 1 WHERE seq = ${String(seq)}`] },
    { says: 'that was laid on somebody else', tamper: (seq: number) => [`UPDATE activities SET actor_id = 'x' WHERE seq = ${String(seq)}`] },
    { says: 'whose sealed part was damaged', tamper: (seq: number) => [`UPDATE activities SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) AS BLOB) WHERE seq = ${String(seq)}`] },
    { says: 'whose hash was changed', tamper: (seq: number) => [`UPDATE activities SET hash = randomblob(32) WHERE seq = ${String(seq)}`] },
    { says: 'that was deleted', tamper: (seq: number) => [`DELETE FROM activities WHERE seq = ${String(seq)}`] },
    { says: 'that was deleted, and those after it moved up', tamper: (seq: number) => [`DELETE FROM activities WHERE seq = ${String(seq)}`, `UPDATE activities SET seq = -seq WHERE seq > ${String(seq)}`, 'UPDATE activities SET seq = -seq - 1 WHERE seq < 0'] },
    { says: 'that changed places with the next', tamper: (seq: number) => (seq < entries ? swap(seq, seq + 1) : swap(1, seq)) },
    { says: 'from which on all was cut off', tamper: (seq: number) => [`DELETE FROM activities WHERE seq >= ${String(seq)}`] },
    { says: 'from which on all was cut off, with the head put back', tamper: (seq: number) => [
      `DELETE FROM activities WHERE seq >= ${String(seq)}`,
      `UPDATE activity_head SET seq = ${String(seq - 1)}, hash = coalesce((SELECT hash FROM activities WHERE seq = ${String(seq - 1)}), hash)`,
    ] },
    { says: 'after which another was put in', tamper: (seq: number) => [
      `UPDATE activities SET seq = -seq WHERE seq > ${String(seq)}`, 'UPDATE activities SET seq = -seq + 1 WHERE seq < 0',
      `INSERT INTO activities SELECT seq + 1, 'x', at, action, result, actor_id, target_type, target_id, sealed, hash FROM activities WHERE seq = ${String(seq)}`,
    ] },
  ])('finds each entry $says', ({ tamper }) => {
    expect(every().filter(seq => verdictAfter(...tamper(seq)).intact)).toEqual([])
  })

  test('finds that all of it is gone, head and all', () => {
    expect(verdictAfter('DELETE FROM activities', 'DELETE FROM activity_head')).toMatchObject({ intact: false, reason: 'cut_off' })
    expect(verdictAfter('DELETE FROM activity_head')).toMatchObject({ intact: false, reason: 'cut_off' })
  })

  test('says which entry is the first that is wrong', () => {
    expect(verdictAfter('UPDATE activities SET at = 0 WHERE seq = 7')).toEqual({ intact: false, entries: 6, brokenAt: 7, reason: 'altered' })
    expect(verdictAfter('DELETE FROM activities WHERE seq = 7')).toEqual({ intact: false, entries: 6, brokenAt: 7, reason: 'missing' })
  })

  test('by the command ends with 1 and says what is wrong', async () => {
    const copy = await newDataFolder()
    seed.store.database.exec(`VACUUM INTO '${join(copy, 'workspace.db')}'`)
    for (const name of ['root.key', 'kms']) await copyFile(join(folder, name), join(copy, name))
    expect(await runWorkspace(['verify-log', '--data', copy])).toMatchObject({ code: 0 })
    const altered = await openSeed(copy)
    altered.store.database.exec("UPDATE activities SET result = 'refused' WHERE seq = 3")
    altered.close()
    const run = await runWorkspace(['verify-log', '--data', copy])
    expect([run.code, run.output]).toEqual([1, expect.stringContaining('NOT intact: entry 3')])
  })
})
