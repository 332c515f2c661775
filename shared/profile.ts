import { z } from 'zod'

const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.@/+-]{0,63}$/
const CONFUSING_PREFIX = /^(profile|sso-session|services)/i
// `[DEFAULT]` leaks into every section for Python; the others make a JavaScript reader lose every profile.
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

function isProfileName(name: string): boolean {
  if (!PROFILE_NAME.test(name) || CONFUSING_PREFIX.test(name) || FORBIDDEN.has(name)) return false
  return name === 'default' || name.toLowerCase() !== 'default'
}

/**
 * The name of a section of the credentials file, as every reader of it understands: 1 to 64 characters of
 * `A-Z a-z 0-9 _ . @ / + -`, starting with a letter or digit.
 */
export const ProfileName = z.string().refine(isProfileName, { error: 'not a profile name' }).brand<'ProfileName'>()
export type ProfileName = z.infer<typeof ProfileName>

/** The profile that tools use when told nothing. */
export const DEFAULT_PROFILE = ProfileName.parse('default')

/** Makes a profile name of any text: `Acme GmbH` gives `acme-gmbh`. Falls back to `workspace`. */
export function profileNameFrom(text: string): ProfileName {
  const plain = text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9_.]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '').slice(0, 64)
  const parsed = ProfileName.safeParse(plain)
  return parsed.success ? parsed.data : ProfileName.parse('workspace')
}
