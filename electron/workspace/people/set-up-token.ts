import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * The secret that lets one person create the Owner's account. Only who started the service knows it, so that another user
 * of the machine, who can reach the port as well, can't claim the workspace first.
 */
export interface SetUpToken {
  matches(candidate: string | undefined): boolean
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** 192 bits, url-safe. */
export function newSetUpToken(): string {
  return randomBytes(24).toString('base64url')
}

export function setUpToken(text: string): SetUpToken {
  const expected = digest(text)
  return { matches: candidate => candidate !== undefined && timingSafeEqual(digest(candidate.trim()), expected) }
}
