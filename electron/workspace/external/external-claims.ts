import { WorkspaceRole } from '../people/roles.ts'
import type { ExternalProviderSettings } from './provider-file.ts'

export type Claims = Readonly<Record<string, unknown>>

/** What an external provider says of a person. */
export interface ExternalPerson {
  issuer: string
  subject: string
  email: string
  name: string
  role: WorkspaceRole
  /** Whether the address was proven: only then may it stand for somebody who is here already. */
  isEmailProven: boolean
}

function claimAt(claims: Claims, path: string): unknown {
  // A claim may itself be a URL with dots in it: the whole name goes first.
  if (Object.hasOwn(claims, path)) return claims[path]
  return path.split('.').reduce<unknown>((value, step) =>
    (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Claims)[step] : undefined), claims)
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

/** The role that a person's claims give; undefined where they give none. */
export function roleOf(claims: Claims, settings: Pick<ExternalProviderSettings, 'roleClaim' | 'roles' | 'otherwise'>): WorkspaceRole | undefined {
  const given = new Set(valuesOf(claimAt(claims, settings.roleClaim)).flatMap(value => {
    const role = Object.hasOwn(settings.roles, value) ? settings.roles[value] : undefined
    return role === undefined ? [] : [role]
  }))
  return WorkspaceRole.options.find(role => given.has(role)) ?? settings.otherwise
}

function textAt(claims: Claims, path: string): string | undefined {
  const value = claimAt(claims, path)
  return typeof value === 'string' && value !== '' ? value.slice(0, 254) : undefined
}

/** The person of a token, from its claims. Undefined where they name no one or no role. */
export function personOfClaims(claims: Claims, settings: ExternalProviderSettings): ExternalPerson | undefined {
  const subject = textAt(claims, 'sub')
  const email = textAt(claims, settings.emailClaim)
  const role = roleOf(claims, settings)
  if (subject === undefined || email === undefined || role === undefined) return undefined
  const isEmailProven = claims['email_verified'] === true || (settings.trustEmails && claims['email_verified'] !== false)
  return { issuer: settings.issuer, subject, email, name: textAt(claims, settings.nameClaim) ?? email, role, isEmailProven }
}
