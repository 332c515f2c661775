import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectionId } from '../../../shared/connection.ts'
import type { KeychainFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { HeldTokens, SealedRead, SessionVault } from '../../core/session/ports.ts'
import { PRIVATE, replaceFile } from '../credentials-file/replace-file.ts'
import type { Keychain } from './keychain.ts'
import { openSession, SEALING_KEY_BYTES, sealingKeyFrom, sealingKeyText, sealSession } from './sealed-session.ts'

const ENDING = '.sealed'

/** The vault, and what the rest of the app may ask of it beside its port. */
export interface KeychainVault extends SessionVault {
  /**
   * Deletes sealed sessions and half-written files of connections that nobody remembers, each of which may hold a token.
   * `remembered` are the connections that stay. Returns how many files went.
   */
  sweep(remembered: readonly ConnectionId[]): Promise<number>
}

/**
 * Sessions as sealed files, each under a key of its own that only the keychain holds: entries of Windows' keychain take
 * 2,560 bytes, which tokens outgrow, and a deleted key makes its file unreadable for good.
 *
 * @param folder    where the sealed files stand (`<connection>.sealed`, 0600); made with mode 0700 when missing
 * @param keychain  holds one line of base64 for each connection, by its id
 */
export function makeSessionVault(folder: string, keychain: Keychain): KeychainVault {
  // Once read, a key stays in memory with the tokens it seals: the next token must be safe even if the keychain is locked
  // when it comes, and nobody wants to be asked for a password at each refresh.
  const known = new Map<ConnectionId, Uint8Array>()
  const place = (id: ConnectionId) => join(folder, `${id}${ENDING}`)

  async function blobOf(id: ConnectionId): Promise<Buffer | 'absent' | 'unreadable'> {
    try {
      return await readFile(place(id))
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'unreadable'
    }
  }

  async function read(id: ConnectionId): Promise<SealedRead> {
    const blob = await blobOf(id)
    // Without a blob there is no session, and no reason to touch the keychain.
    if (blob === 'absent') return { kind: 'absent' }
    if (blob === 'unreadable') return { kind: 'failed', failure: { code: 'keychain_unavailable' } }
    const remembered = known.get(id)
    const quick = remembered === undefined ? undefined : openSession(remembered, id, blob)
    if (quick !== undefined) return { kind: 'found', tokens: quick }
    const entry = await keychain.read(id)
    if (entry.kind === 'failed') return entry
    const key = entry.kind === 'found' ? sealingKeyFrom(entry.secret) : undefined
    const tokens = key === undefined ? undefined : openSession(key, id, blob)
    if (key === undefined || tokens === undefined) return { kind: 'damaged' }
    known.set(id, key)
    return { kind: 'found', tokens }
  }

  /** The key to seal with: the one that the standing file was sealed with, or the keychain's, or a new one. */
  async function sealingKey(id: ConnectionId): Promise<Outcome<Uint8Array, KeychainFailure>> {
    const remembered = known.get(id)
    if (remembered !== undefined) {
      const blob = await blobOf(id)
      // If the file is gone, another process forgot this session, and the key in the keychain with it.
      if (blob instanceof Buffer && openSession(remembered, id, blob) !== undefined) return succeed(remembered)
    }
    const entry = await keychain.read(id)
    if (entry.kind === 'failed') return fail(entry.failure)
    const standing = entry.kind === 'found' ? sealingKeyFrom(entry.secret) : undefined
    return standing === undefined ? newKey(id) : succeed(standing)
  }

  async function newKey(id: ConnectionId): Promise<Outcome<Uint8Array, KeychainFailure>> {
    const key = randomBytes(SEALING_KEY_BYTES)
    const text = sealingKeyText(key)
    const written = await keychain.write(id, text)
    if (!written.ok) return written
    const entry = await keychain.read(id)
    if (entry.kind === 'failed') return fail(entry.failure)
    const isSame = entry.kind === 'found' && entry.secret.expose() === text.expose()
    return isSame ? succeed(key) : fail({ code: 'keychain_corrupt' })
  }

  // The key first: a crash in between leaves a key without a file, which is a session that was never kept.
  async function write(id: ConnectionId, tokens: HeldTokens): Promise<Outcome<null, KeychainFailure>> {
    const key = await sealingKey(id)
    if (!key.ok) return key
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replaceFile(place(id), folder, sealSession(key.value, id, tokens), PRIVATE, process.platform)
      const back = openSession(key.value, id, await readFile(place(id)))
      if (back === undefined || back.accessToken.expose() !== tokens.accessToken.expose()) return fail({ code: 'session_not_saved' })
    } catch {
      return fail({ code: 'session_not_saved' })
    }
    known.set(id, key.value)
    return succeed(null)
  }

  // The key first: from then on nobody can read the file, whatever becomes of it.
  async function forget(id: ConnectionId): Promise<Outcome<null, KeychainFailure>> {
    known.delete(id)
    const removed = await keychain.remove(id)
    try {
      await rm(place(id), { force: true })
    } catch {
      return removed.ok ? fail({ code: 'session_not_saved' }) : removed
    }
    return removed
  }

  return { read, write, forget, mayAskAgain: () => { keychain.mayAskAgain() }, sweep: remembered => sweep(folder, new Set<string>(remembered)) }
}

// A write that is under way in another process has its half-written file too.
const HALF_WRITTEN_MS = 60_000

async function isStale(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined)
  return stats !== undefined && Date.now() - stats.mtimeMs > HALF_WRITTEN_MS
}

async function sweep(folder: string, remembered: ReadonlySet<string>): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const isDoomed = async (name: string): Promise<boolean> => {
    const id = ConnectionId.safeParse(name.slice(0, -ENDING.length))
    if (name.endsWith(ENDING) && id.success) return !remembered.has(id.data)
    return /^\..+\.sealed\..+\.tmp$/.test(name) && isStale(join(folder, name))
  }
  let swept = 0
  for (const name of names) {
    if (!(await isDoomed(name))) continue
    await rm(join(folder, name), { force: true })
    swept += 1
  }
  return swept
}
