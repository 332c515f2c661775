import type { ApiKey } from '../../shared/api-key.ts'
import type { AppState } from '../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import type { ProfileName } from '../../shared/profile.ts'
import type { Scope } from '../../shared/scope.ts'
import type { SignInState } from '../../shared/sign-in-state.ts'
import type { Workspace } from '../../shared/workspace.ts'

/** A Tuesday afternoon in Madrid, when the gallery's clock stands. */
export const NOW = Date.parse('2026-11-24T12:50:00Z') as Instant
export const ZONE = 'Europe/Madrid'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function minutes(count: number): Instant {
  return (NOW + count * MINUTE) as Instant
}
export function hours(count: number): Instant {
  return (NOW + count * HOUR) as Instant
}
export function days(count: number): Instant {
  return (NOW + count * DAY) as Instant
}

const RESOURCES: readonly (readonly [string, string, string])[] = [
  ['accounts', 'accounts', 'rw'], ['secrets', 'secrets', 'rw'], ['users', 'users', 'rw'], ['teams', 'teams', 'rwd'], ['collections', 'collections', 'w'], ['vaults', 'vaults', 'r'],
  ['integrations', 'integrations', 'rw'], ['automations', 'automated jobs', 'rw'], ['activities', 'activities', 'r'], ['items', 'items', 'r'],
]
const VERBS = { r: ['read', 'Read'], w: ['write', 'Write'], d: ['delete', 'Delete'] } as const

export const SCOPES: readonly Scope[] = RESOURCES.flatMap(([resource, title, allowed]) =>
  (['r', 'w', 'd'] as const).filter(verb => allowed.includes(verb)).map(verb => ({
    id: `${VERBS[verb][0]}:${resource}`, title: `${VERBS[verb][1]} ${title}`, description: `${VERBS[verb][1]}s ${title}.`, resource, access: VERBS[verb][0],
  })))

export const ids = { acme: id(1), globex: id(2), here: id(3) }

function id(n: number): ConnectionId {
  return `00000000-0000-4000-8000-00000000000${n}` as ConnectionId
}

export function workspace(name: string, more: Partial<Workspace> = {}): Workspace {
  const slug = name.toLowerCase().replaceAll(' ', '-')
  return {
    id: '00000000-0000-4000-8000-0000000000aa', name, slug, baseUrl: `https://${slug}.cerby.com/api/v1`, issuer: `https://${slug}.okta.com`, clientId: 'latchkey',
    bearerTokenLifetimeSeconds: 3600, scopes: [...SCOPES], features: ['rotate', 'secrets', 'activities'], isEmbedded: false, ...more,
  }
}

export const acme: Connection = {
  id: ids.acme, workspace: workspace('Acme'), user: { id: 'u1', email: 'ada@acme.example', name: 'Ada', role: 'admin' }, profile: 'default' as ProfileName, keepFresh: { kind: 'always' },
  session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'fresh', issuedAt: minutes(-18), expiresAt: minutes(42), refreshesAt: minutes(27) } },
  publication: { kind: 'written', at: minutes(-18) },
}

export const globex: Connection = {
  ...acme, id: ids.globex, workspace: workspace('Globex'), user: { id: 'u2', email: 'ada@globex.example', name: 'Ada', role: 'superAdmin' }, profile: 'globex' as ProfileName,
}

export const here: Connection = {
  ...acme, id: ids.here, workspace: workspace('This computer', { baseUrl: 'http://127.0.0.1:4123/api/v1', issuer: 'http://127.0.0.1:4123', isEmbedded: true }),
  user: { id: 'u3', email: 'ada@localhost', name: 'Ada', role: 'owner' }, profile: 'this-computer' as ProfileName, keepFresh: { kind: 'whileUnlocked' },
  session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'refreshing', issuedAt: minutes(-46), expiresAt: minutes(14) } },
  publication: { kind: 'written', at: minutes(-46) },
}

export const EMPTY: AppState = {
  revision: 1, connections: [], signIn: { kind: 'idle' }, clipboard: { kind: 'clear' },
  settings: { theme: 'system', language: 'system', clipboardClearSeconds: 30, startAtLogin: false, wasToldOfTray: true, notifySignInNeeded: true, notifyFileChanged: true, notifyKeyWeek: true, notifyKeyDay: true, keyColumns: ['key', 'scopes', 'created', 'expires', 'used', 'status'], redirects: [{ workspaceHost: 'acme.cerby.com', host: 'localhost', ports: [8401, 8402] }] },
  keysRevision: 1, rotations: [], keyReminders: [], madeKeys: [], panic: { kind: 'idle' }, credentialsPath: '~/.cerby/credentials', isOnline: true, isUpdateReady: false, platform: 'linux', appVersion: '0.1.0',
}

export const WELL: AppState = { ...EMPTY, connections: [acme, here], defaultConnectionId: ids.acme }

export const signingIn: Extract<SignInState, { kind: 'underway' }> = {
  kind: 'underway', attemptId: '00000000-0000-4000-8000-0000000000bb', target: { name: 'Acme', workspaceHost: 'acme.cerby.com', issuerHost: 'acme.okta.com', isEmbedded: false },
  step: 'inBrowser', finishedAt: [minutes(0)], deadlineAt: (NOW + 278_000) as Instant,
}

type Row = readonly [name: string, lastFour: string, scopes: readonly string[], expires: Instant | 'never', used: Instant | 'never', status: ApiKey['status'], created: Instant]

const ROWS: readonly Row[] = [
  ['ci-deploy', '9fQ2', ['read:users', 'read:teams', 'read:accounts', 'read:items'], (days(1) - 230 * MINUTE) as Instant, minutes(-4), 'expiring', days(-4)],
  ['terraform-prod', 'x7Kd', ['write:integrations'], (days(3) - 230 * MINUTE) as Instant, hours(-2), 'expiring', days(-89)],
  ['audit-export', 'Wm31', ['read:activities'], days(10), days(-1), 'active', days(-20)],
  ['onboarding-bot', 'aa0P', ['read:users', 'write:users', 'read:teams'], days(10.6), minutes(-1), 'active', days(-79)],
  ['siem-feed', 'Jt6c', ['read:activities'], days(11.2), minutes(0), 'active', days(-40)],
  ['inventory sync', '0bVy', ['read:accounts', 'read:items'], days(19), days(-12), 'active', days(-11)],
  ['schlüssel-für-später', 'Qe8h', ['read:items'], days(27), 'never', 'active', days(-3)],
  ['break-glass', '5Nn2', SCOPES.map(scope => scope.id), 'never', 'never', 'active', days(-412)],
  ['laptop-test', 'c41R', ['read:users'], hours(-6), days(-1), 'expired', days(-1.3)],
  ['metrics', 'Zk9u', ['read:activities'], 'never', minutes(-3), 'active', days(-230)],
]

/** The keys of Acme. */
export const KEYS: readonly ApiKey[] = ROWS.map(([name, lastFour, scopes, expiresAt, lastUsedAt, status, createdAt], index) => ({
  id: `8c1d0a52-6b7e-4b1c-9a60-0000000000${String(index).padStart(2, '0')}`, name, prefix: 'lk_', lastFour, scopes: [...scopes], createdAt, expiresAt, lastUsedAt, status,
}))

/** The keys of any other workspace. */
export const OTHER_KEYS: readonly ApiKey[] = KEYS.slice(2, 3).map(key => ({ ...key, id: key.id.replace('8c1d', '9d2e'), name: 'nightly-backup', lastFour: 'bK3s', expiresAt: days(15.5) }))
