import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Instant } from '../../../shared/instant.ts'
import { Secret } from '../../core/secret.ts'
import type { HeldTokens } from '../../core/session/ports.ts'

/*
 * A sealed session: version (1 byte), nonce (12), tag (16), ciphertext. AES-256-GCM (NIST SP 800-38D) with a fresh random
 * nonce each time; a key seals one session, so 2^32 writes are far away. The connection's id and the version are
 * authenticated with it: a blob that was put under another connection's name does not open.
 */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES

export const SEALING_KEY_BYTES = 32

const Plain = z.strictObject({
  refreshToken: z.string().optional(),
  accessToken: z.string(),
  idToken: z.string().optional(),
  issuedAt: Instant,
  expiresAt: Instant,
  spendingSince: Instant.optional(),
})

function boundTo(id: string): Buffer {
  return Buffer.from(`latchkey-session|${String(VERSION)}|${id}`, 'utf8')
}

/** Seals tokens under a 32-byte key, for one connection. */
export function sealSession(key: Uint8Array, id: string, tokens: HeldTokens): Buffer {
  const plain: z.infer<typeof Plain> = {
    accessToken: tokens.accessToken.expose(), issuedAt: tokens.issuedAt, expiresAt: tokens.expiresAt,
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken.expose() }),
    ...(tokens.idToken === undefined ? {} : { idToken: tokens.idToken.expose() }),
    ...(tokens.spendingSince === undefined ? {} : { spendingSince: tokens.spendingSince }),
  }
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(plain), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed])
}

/** Opens what {@link sealSession} made; undefined for anything that was not sealed by this key for this connection. */
export function openSession(key: Uint8Array, id: string, blob: Uint8Array): HeldTokens | undefined {
  if (blob.length < HEAD_BYTES || blob[0] !== VERSION) return undefined
  const nonce = blob.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id))
  decipher.setAuthTag(blob.subarray(1 + NONCE_BYTES, HEAD_BYTES))
  try {
    const text = Buffer.concat([decipher.update(blob.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8')
    return held(Plain.parse(JSON.parse(text)))
  } catch {
    // The one error to come here is "unable to authenticate": what it says of the cause is nothing we may show.
    return undefined
  }
}

function held({ refreshToken, accessToken, idToken, ...times }: z.infer<typeof Plain>): HeldTokens {
  const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text))
  return { refreshToken: secret(refreshToken), accessToken: new Secret(accessToken), idToken: secret(idToken), ...times }
}

/** The key as the keychain holds it: one line of base64, since some keyrings lose values with newlines. */
export function sealingKeyText(key: Uint8Array): Secret {
  return new Secret(Buffer.from(key).toString('base64'))
}

/** Reads a key back; undefined for anything but 32 bytes in base64. */
export function sealingKeyFrom(text: Secret): Buffer | undefined {
  const plain = text.expose()
  if (!/^[A-Za-z0-9+/]{43}=$/.test(plain)) return undefined
  const key = Buffer.from(plain, 'base64')
  return key.length === SEALING_KEY_BYTES ? key : undefined
}
