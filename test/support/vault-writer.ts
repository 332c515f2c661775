/*
 * Writes a session over and over until it is killed: `node vault-writer.ts <folder> <connection>`. Prints one line for each
 * write that was acknowledged. Its keychain is a file, so that a killed process leaves what a real one would.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keychain } from '../../electron/adapters/keychain/keychain.ts'
import { makeSessionVault } from '../../electron/adapters/keychain/session-vault.ts'
import { Secret } from '../../electron/core/secret.ts'
import { ConnectionId } from '../../shared/connection.ts'
import { instant } from '../../shared/instant.ts'
import { succeed } from '../../shared/outcome.ts'

/** A keychain in a folder: each entry whole or not at all, as the system's are. */
export function keychainIn(folder: string): Keychain {
  const place = (account: string) => join(folder, `${account}.key`)
  return {
    async read(account) {
      const text = await readFile(place(account), 'utf8').catch(() => undefined)
      return text === undefined ? { kind: 'absent' } : { kind: 'found', secret: new Secret(text) }
    },
    async write(account, secret) {
      await writeFile(`${place(account)}.new`, secret.expose())
      await rename(`${place(account)}.new`, place(account))
      return succeed(null)
    },
    async remove(account) {
      await rm(place(account), { force: true })
      return succeed(null)
    },
    mayAskAgain: () => {},
  }
}

const [folder, connection] = process.argv.slice(2)
if (folder !== undefined && connection !== undefined && process.argv[1] === import.meta.filename) {
  const id = ConnectionId.parse(connection)
  const vault = makeSessionVault(join(folder, 'sessions'), keychainIn(folder))
  for (let round = 1; ; round += 1) {
    const text = `${String(round)}.${'x'.repeat(round % 5_000)}`
    const tokens = { accessToken: new Secret(text), refreshToken: new Secret(text), idToken: undefined, issuedAt: instant(round), expiresAt: instant(round) }
    const written = await vault.write(id, tokens)
    if (!written.ok) throw new Error(written.failure.code)
    process.stdout.write(`${String(round)}\n`)
  }
}
