import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as keytar from 'keytar'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../electron/sqlite/open-database.ts'
import { startAwsKms, type AwsKmsEndpoint } from '../../support/aws-kms-endpoint.ts'
import { attributes, CheckedApi, enveloped, idOf } from '../../support/workspace-api.ts'
import { setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, runWorkspace, spawnWorkspace, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

const KEY_ID = 'alias/latchkey'

let kms: AwsKmsEndpoint
const running: WorkspaceProcess[] = []

beforeAll(async () => { kms = await startAwsKms(KEY_ID) })
afterAll(() => kms.close())
afterEach(async () => { for (const workspace of running.splice(0)) await workspace.kill() })

async function start(folder: string, ...args: readonly string[]): Promise<WorkspaceProcess> {
  const workspace = await startWorkspaceProcess(folder, args, kms.env)
  running.push(workspace)
  return workspace
}

/** A workspace with a key and a secret in it. */
async function filled(folder: string, ...args: readonly string[]) {
  const workspace = await start(folder, ...args)
  const bearer = (await setUpOwner(workspace.url, workspace.setUpCode ?? '')).accessToken
  const api = await CheckedApi.of(workspace.url)
  const { key } = attributes(await api.ask('POST', '/api-keys', { bearer, body: { name: 'Kept', scopes: ['read:users', 'read:secrets'] } }))
  const secretId = idOf(await api.ask('POST', '/secrets', { bearer, body: enveloped('secret', { name: 'Kept', value: 'the value' }) }))
  return { workspace, api, bearer, key, secretId }
}

/** Which data keys seal the records, and who wraps them. */
async function sealedBy(folder: string): Promise<{ versions: number[]; wrappers: string[] }> {
  const database = await openDatabase(join(folder, 'workspace.db'))
  const versions = database.prepare<[], Uint8Array>(`SELECT DISTINCT unhex(substr(hex(sealed), 3, 8)) FROM (SELECT sealed FROM api_keys UNION ALL SELECT sealed FROM items
    UNION ALL SELECT sealed FROM activities UNION ALL SELECT sealed FROM oidc_records UNION ALL SELECT sealed FROM sealed_facts)`).pluck().all()
    .map(bytes => Buffer.from(bytes).readUInt32BE())
  const wrappers = database.prepare<[], string>('SELECT DISTINCT kms_key_id FROM vault_keys').pluck().all()
  database.close()
  return { versions, wrappers }
}

const AWS = () => ['--kms', `aws:${KEY_ID}`, '--kms-endpoint', kms.url]

describe('AWS KMS, by its SDK over HTTP', () => {
  test('wraps the data keys, and unwraps them at each start, also after its own rotation', async () => {
    const folder = await newDataFolder()
    const first = await filled(folder, ...AWS())
    expect(kms.asked.filter(operation => operation === 'Encrypt')).toHaveLength(2)
    await first.workspace.stop()
    expect((await readdir(folder)).filter(name => name === 'root.key')).toEqual([])
    kms.rotate()
    await start(folder, '--kms-endpoint', kms.url)
    expect((await first.api.ask('GET', '/users', { key: first.key })).status).toBe(200)
    expect(attributes(await first.api.ask('GET', `/secrets/${first.secretId}`, { key: first.key }))['value']).toBe('the value')
    expect(await sealedBy(folder)).toEqual({ versions: [1], wrappers: [`aws:${KEY_ID}`] })
  })

  test('that refuses, or is another, stops the start with its reason and no key', async () => {
    const folder = await newDataFolder()
    await (await filled(folder, ...AWS())).workspace.stop()
    kms.disable(true)
    const refused = await runWorkspace(['--data', folder, '--kms-endpoint', kms.url], kms.env)
    kms.disable(false)
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('AWS KMS: DisabledException')])
    const other = await startAwsKms(KEY_ID)
    const foreign = await runWorkspace(['--data', folder, '--kms-endpoint', other.url], kms.env)
    await other.close()
    expect([foreign.code, foreign.output]).toEqual([1, expect.stringContaining('AWS KMS: InvalidCiphertextException')])
    const plain = await runWorkspace(['--data', folder, '--kms-endpoint', 'http://kms.evil.example'], kms.env)
    expect([plain.code, plain.output]).toEqual([1, expect.stringContaining('must be https')])
  })
})

describe('rotation beside a running service', () => {
  test.each([
    { says: 'of the root key in its file', from: () => ['--kms', 'file'], to: [] },
    { says: 'from the file to AWS', from: () => ['--kms', 'file', '--kms-endpoint', kms.url], to: ['--to', `aws:${KEY_ID}`] },
    { says: 'from AWS to the file', from: AWS, to: ['--to', 'file'] },
  ])('$says: no request fails, and every record is under the new keys', async ({ from, to }) => {
    const folder = await newDataFolder()
    const { workspace, api, bearer, key, secretId } = await filled(folder, ...from())
    const statuses = new Set<number>()
    let isOver = false
    const asking = (async () => {
      for (let count = 0; !isOver; count += 1) {
        statuses.add((await api.ask('GET', `/secrets/${secretId}`, { key })).status)
        statuses.add((await api.ask('GET', '/api-keys?sort=name', { bearer })).status)
        if (count % 5 === 0) statuses.add((await api.ask('POST', '/api-keys', { bearer, body: { name: `During ${String(count)}`, scopes: ['read:users'] } })).status)
      }
    })()
    const rotated = await runWorkspace(['rotate-keys', '--data', folder, '--kms-endpoint', kms.url, ...to], kms.env)
    isOver = true
    await asking
    expect([rotated.code, [...statuses].sort()], rotated.output).toEqual([0, [200, 201]])
    const { versions, wrappers } = await sealedBy(folder)
    expect([versions, wrappers.length]).toEqual([[2], 1])
    await workspace.stop()
    await start(folder, '--kms-endpoint', kms.url)
    expect(attributes(await api.ask('GET', `/secrets/${secretId}`, { key }))['value']).toBe('the value')
    expect(await runWorkspace(['verify-log', '--data', folder, '--kms-endpoint', kms.url], kms.env)).toMatchObject({ code: 0 })
  })
})

test('a move that is killed at any of its steps loses nothing, and can be made again', async () => {
  const folder = await newDataFolder()
  const { workspace, api, key, secretId } = await filled(folder, '--kms', 'file')
  await workspace.stop()
  const value = async () => {
    const started = await start(folder, '--kms-endpoint', kms.url)
    const read = attributes(await api.ask('GET', `/secrets/${secretId}`, { key }))['value']
    await started.stop()
    return read
  }
  for (const step of [1, 2, 3]) {
    const child = spawnWorkspace(['rotate-keys', '--data', folder, '--kms-endpoint', kms.url, '--to', `aws:${KEY_ID}`], kms.env)
    let encrypted = 0
    kms.onAsked = () => {
      encrypted += kms.asked.at(-1) === 'Encrypt' ? 1 : 0
      if (encrypted === step) child.kill('SIGKILL')
    }
    await once(child, 'close')
    kms.onAsked = () => {}
    expect([encrypted, child.signalCode]).toEqual([step, 'SIGKILL'])
    expect(await value()).toBe('the value')
  }
  for (const to of ['file', `aws:${KEY_ID}`]) {
    expect(await runWorkspace(['rotate-keys', '--data', folder, '--kms-endpoint', kms.url, '--to', to], kms.env)).toMatchObject({ code: 0 })
    expect(await readFile(join(folder, 'kms'), 'utf8')).toBe(`${to}\n`)
    expect(await value()).toBe('the value')
  }
})

describe('a root key in the keychain', () => {
  test('is the choice of a new workspace, stands nowhere in its folder, and is needed for the start', async () => {
    const folder = await newDataFolder()
    const { workspace, api, key } = await filled(folder)
    await workspace.stop()
    expect(await readFile(join(folder, 'kms'), 'utf8')).toBe('keychain\n')
    const entry = (await readFile(join(folder, 'keychain-entry'), 'utf8')).trim()
    const rootKey = await keytar.getPassword('Latchkey workspace', entry) ?? ''
    expect(rootKey).toMatch(/^[\w-]{43}$/)
    for (const name of await readdir(folder)) expect((await readFile(join(folder, name))).includes(rootKey), name).toBe(false)

    await keytar.setPassword('Latchkey workspace', entry, Buffer.from(randomUUID().replaceAll('-', '')).toString('base64url'))
    expect(await runWorkspace(['--data', folder])).toMatchObject({ code: 1, output: expect.stringContaining('is missing') as string })
    await keytar.setPassword('Latchkey workspace', entry, rootKey)
    await start(folder)
    expect((await api.ask('GET', '/users', { key })).status).toBe(200)
  })

  test('rotates there, and what the older one wrapped still opens', async () => {
    const folder = await newDataFolder()
    const { workspace, api, key } = await filled(folder)
    const rotated = await runWorkspace(['rotate-keys', '--data', folder])
    expect(rotated.code, rotated.output).toBe(0)
    const entry = (await readFile(join(folder, 'keychain-entry'), 'utf8')).trim()
    expect(await keytar.getPassword('Latchkey workspace', entry)).toMatch(/^[\w-]{43},[\w-]{43}$/)
    await workspace.stop()
    await start(folder)
    expect((await api.ask('GET', '/users', { key })).status).toBe(200)
  })
})
