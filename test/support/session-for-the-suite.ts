import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSecretService, type SecretService } from './secret-service.ts'

let home: string | undefined
let service: SecretService | undefined

/**
 * Gives a whole suite an empty home and, on Linux, a session bus with an unlocked keyring: nothing in it can reach the
 * keychain or the files of whoever runs it.
 */
export async function setup(): Promise<void> {
  home = await mkdtemp(join(tmpdir(), 'latchkey-suite-'))
  process.env['HOME'] = home
  if (process.platform !== 'linux') return
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME']) delete process.env[name]
  service = await startSecretService(home)
  Object.assign(process.env, service.env)
}

export async function teardown(): Promise<void> {
  await service?.stop()
  if (home !== undefined) await rm(home, { recursive: true, force: true })
}
