import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/** The shortest password taken, in characters; length counts, composition doesn't (NIST SP 800-63B, 3.1.1.2). */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 256

// 32 MiB and three passes: one of OWASP's equivalent settings. Each hash names its own, so that they can grow.
const COST = { logN: 15, r: 8, p: 3 }
const KEY_BYTES = 32
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/
// A dummy for unknown addresses: refusing them must take as long as refusing a wrong password.
const NOBODY = `scrypt$15$8$3$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`

let running = 0
const waiting: (() => void)[] = []

/** At most two derivations at a time: each takes 32 MiB, and a flood of sign-ins must not take the memory. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>(resolve => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

function derive(password: string, salt: Uint8Array, logN: number, r: number, p: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 }
  return inTurn(() => new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  }))
}

/** `scrypt$logN$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST.logN, COST.r, COST.p)
  return `scrypt$${String(COST.logN)}$${String(COST.r)}$${String(COST.p)}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Whether a password is the stored one. Takes as long when nothing is stored, and then says no. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, logN, r, p, salt, key] = STORED.exec(stored ?? NOBODY) ?? []
  if (salt === undefined || key === undefined) throw new Error('a stored password hash is damaged')
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(logN), Number(r), Number(p))
  return timingSafeEqual(derived, expected) && stored !== undefined
}
