import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { systemClock, systemTimer } from '../../electron/adapters/clock/system-clock.ts'
import { filePlace, type Environment } from '../../electron/adapters/credentials-file/credentials-path.ts'
import { makeKeychainTurn } from '../../electron/adapters/keychain/keychain-turn.ts'
import { makeKeytarKeychain } from '../../electron/adapters/keychain/keytar-keychain.ts'
import { makeSessionVault } from '../../electron/adapters/keychain/session-vault.ts'
import { loopbackRedirect } from '../../electron/adapters/loopback/loopback-redirect.ts'
import { makeOpenIdClientProvider } from '../../electron/adapters/oidc/openid-client-provider.ts'
import { makeSessionLock } from '../../electron/adapters/session-lock/session-lock.ts'
import { makeAppDatabase } from '../../electron/adapters/sqlite/app-database.ts'
import { makeConnectionRecords } from '../../electron/adapters/sqlite/connection-records.ts'
import { makeWorkspaceDoor } from '../../electron/adapters/workspace-http/workspace-door.ts'
import type { CredentialsFile } from '../../electron/core/credentials/ports.ts'
import type { Clock } from '../../electron/core/session/ports.ts'
import type { SessionPorts } from '../../electron/core/session/session-ports.ts'
import { makeSessions, type Sessions } from '../../electron/core/session/sessions.ts'
import type { AppEvent } from '../../electron/core/state/app-events.ts'
import { makeAppStore, type AppStore } from '../../electron/core/state/app-store.ts'
import type { AppState } from '../../shared/app-state.ts'
import { fail } from '../../shared/outcome.ts'
import { Settings } from '../../shared/settings.ts'
import { openPlace } from './credentials-place.ts'
import { CookieBrowser } from './workspace-person.ts'

/** The real parts behind a session, all of them in one home. */
export type SessionParts = Omit<SessionPorts, 'tell' | 'reportBug'> & { close: () => Promise<void>; credentialsPath: string; file: CredentialsFile }

/** @param clock  the machine's own, unless a test sets it */
export function openParts(home: string, clock: Clock = systemClock, environment: Environment = {}): SessionParts {
  const place = filePlace(environment, home, process.platform)
  const { publisher, path, file } = openPlace(home, { path: place.path, isDefault: place.isDefault })
  const database = makeAppDatabase({ path: join(home, 'latchkey.db') })
  return {
    clock, timer: systemTimer, random: Math.random, newId: randomUUID,
    vault: makeSessionVault(join(home, 'sessions'), makeKeytarKeychain({ turn: makeKeychainTurn(join(home, 'locks')) })),
    lock: makeSessionLock(join(home, 'locks')),
    firstProfile: place.profile,
    provider: makeOpenIdClientProvider({ fetch, clock, timeoutMs: 2000 }),
    redirect: loopbackRedirect,
    loopbackShape: () => ({ host: '127.0.0.1', ports: 'any' }),
    openBrowser: visit,
    door: makeWorkspaceDoor({ fetch, clock }),
    embedded: { start: () => Promise.resolve(fail({ code: 'workspace_did_not_start' })) },
    records: makeConnectionRecords(database),
    publisher,
    sections: publisher,
    credentialsPath: path,
    file,
    close: () => database.close(),
  }
}

/** A person whose provider signs them in at once: the browser goes where it is sent, back to the app in the end. */
async function visit(url: string): Promise<boolean> {
  const { url: callback } = await new CookieBrowser().follow(url)
  void fetch(callback).catch(() => undefined)
  return true
}

export interface RealApp {
  sessions: Sessions
  store: AppStore
  parts: SessionParts
  bugs: unknown[]
  /** Waits until a state is so. */
  until(is: (state: AppState) => boolean): Promise<AppState>
  close(): Promise<void>
}

/** The sessions of an app over real parts. */
export function openApp(home: string, clock?: Clock, environment?: Environment): RealApp {
  const parts = openParts(home, clock, environment)
  const store = makeAppStore({
    revision: 0, connections: [], defaultConnectionId: undefined, signIn: { kind: 'idle' }, clipboard: { kind: 'clear' }, settings: Settings.parse({}),
    keysRevision: 0, rotations: [], keyReminders: [], madeKeys: [], panic: { kind: 'idle' }, credentialsPath: parts.credentialsPath, isOnline: true, isUpdateReady: false, platform: 'linux', appVersion: '0.0.0',
  })
  const bugs: unknown[] = []
  const sessions = makeSessions({ ...parts, tell: (event: AppEvent) => { store.tell(event) }, reportBug: error => bugs.push(error) })
  return {
    sessions, store, parts, bugs,
    until: is => new Promise(resolve => {
      const look = () => {
        if (!is(store.state())) return
        stop()
        resolve(store.state())
      }
      const stop = store.subscribe(look)
      queueMicrotask(look)
    }),
    async close() {
      await sessions.close()
      await parts.close()
    },
  }
}
