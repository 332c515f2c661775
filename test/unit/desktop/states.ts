import type { AppState } from '../../../shared/app-state.ts'
import { ConnectionId, type Connection } from '../../../shared/connection.ts'
import { after, instant } from '../../../shared/instant.ts'
import { DEFAULT_PROFILE } from '../../../shared/profile.ts'
import { Settings } from '../../../shared/settings.ts'

/** Noon, UTC. */
export const NOW = instant(Date.UTC(2026, 10, 24, 12, 0, 0))
export const inMinutes = (minutes: number) => after(NOW, minutes * 60_000)

/** A connected workspace, fresh for 42 minutes more, with what differs. */
export function connection(change: Partial<Connection> = {}): Connection {
  return {
    id: ConnectionId.parse(crypto.randomUUID()),
    workspace: {
      id: crypto.randomUUID(), name: 'Acme', slug: 'acme', baseUrl: 'https://acme.cerby.com/api/v1', issuer: 'https://acme.okta.com', clientId: 'latchkey',
      bearerTokenLifetimeSeconds: 3600, scopes: [], features: [], isEmbedded: false,
    },
    user: { id: 'u1', email: 'ada@acme.example', name: 'Ada', role: 'admin' },
    profile: DEFAULT_PROFILE,
    keepFresh: { kind: 'always' },
    session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'fresh', issuedAt: inMinutes(-18), expiresAt: inMinutes(42), refreshesAt: inMinutes(27) } },
    publication: { kind: 'written', at: inMinutes(-18) },
    ...change,
  }
}

export function appState(connections: Connection[]): AppState {
  return {
    revision: 1, connections, signIn: { kind: 'idle' }, clipboard: { kind: 'clear' }, settings: Settings.parse({}), keysRevision: 0, rotations: [], keyReminders: [],
    madeKeys: [], panic: { kind: 'idle' }, credentialsPath: '~/.cerby/credentials', isOnline: true, isUpdateReady: false, platform: 'linux', appVersion: '0.1.0',
  }
}
