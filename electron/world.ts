import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { findBrowsersOn, makeBrowsers, type Browsers } from './adapters/browsers/browsers.ts'
import { breathe, systemClock, systemTimer } from './adapters/clock/system-clock.ts'
import { makeCredentialsFile } from './adapters/credentials-file/credentials-file.ts'
import { filePlace, type Environment, type FileVariable } from './adapters/credentials-file/credentials-path.ts'
import { thisMachine } from './adapters/credentials-file/private-folder.ts'
import { makeEnvFile } from './adapters/env-file/env-file.ts'
import { makeKeychainTurn } from './adapters/keychain/keychain-turn.ts'
import { makeKeytarKeychain } from './adapters/keychain/keytar-keychain.ts'
import { makeSessionVault } from './adapters/keychain/session-vault.ts'
import { makeRedactingLog, type Log } from './adapters/log/redacting-log.ts'
import { loopbackRedirect } from './adapters/loopback/loopback-redirect.ts'
import type { Fetch } from './adapters/network/fetch-whole.ts'
import { makeOpenIdClientProvider } from './adapters/oidc/openid-client-provider.ts'
import { makeSessionLock } from './adapters/session-lock/session-lock.ts'
import { makeActivityLog } from './adapters/sqlite/activity-log.ts'
import { makeAppDatabase } from './adapters/sqlite/app-database.ts'
import { makeConnectionRecords } from './adapters/sqlite/connection-records.ts'
import { makeMadeKeys, type MadeKeys } from './adapters/sqlite/made-keys.ts'
import { makeToldReminders } from './adapters/sqlite/told-reminders.ts'
import { makeRotationShelf } from './adapters/sqlite/rotation-shelf.ts'
import { makeReceiptShelf } from './adapters/sqlite/receipt-shelf.ts'
import { makeSettingsStore, type SettingsStore } from './adapters/sqlite/settings-store.ts'
import { makeActivitiesApi } from './adapters/workspace-http/activities-api.ts'
import { makeKeyProbe } from './adapters/workspace-http/key-probe.ts'
import { makeKeysApi } from './adapters/workspace-http/keys-api.ts'
import { makeWorkspaceDoor } from './adapters/workspace-http/workspace-door.ts'
import type { ActivitiesApi, ActivityLog } from './core/activity/ports.ts'
import { makeKeyFlows, type KeyFlows } from './core/api-keys/key-flows.ts'
import { makeKeyWatch, type KeyWatch } from './core/api-keys/key-watch.ts'
import type { WantedReminders } from './core/api-keys/reminders.ts'
import { fail, succeed } from '../shared/outcome.ts'
import type { Connection, ConnectionId } from '../shared/connection.ts'
import type { Workspace } from '../shared/workspace.ts'
import type { AccessTo, SecretClipboard } from './core/api-keys/ports.ts'
import type { CredentialsFile, FileNotice } from './core/credentials/ports.ts'
import { makeProfilePublisher } from './core/credentials/publish.ts'
import type { EmbeddedWorkspace, LoopbackShape, OpenBrowser, WorkspaceDoor } from './core/session/ports.ts'
import { makeProbes, type Probes } from './probes.ts'
import { makePanic, type Panic } from './core/panic/panic.ts'
import type { PanicPorts } from './core/panic/ports.ts'
import { makeRotations, type Rotations } from './core/rotation/rotations.ts'
import { makeSessions, type Sessions } from './core/session/sessions.ts'
import type { Tell } from './core/state/app-events.ts'

/*
 * The outside world as the core sees it: every adapter, joined to the flows that use it. compose.ts adds what Electron
 * shows and senses. This file knows no Electron, so that another program of ours can use the same sessions.
 */

/** What differs from program to program. */
export interface WorldOptions {
  places: { database: string; sessions: string; locks: string; local: string; log: string }
  environment: Environment
  home: string
  fetch: Fetch
  /** A path as a person writes it: `~/...`. */
  written: (path: string) => string
  embedded: (log: Log) => EmbeddedWorkspace & { stop(): Promise<void> }
  chooseEnvFile: () => Promise<string | undefined>
  /** Something about the credentials file was put right, and the person should hear of it once. */
  noticed: (notice: FileNotice) => void
}

export interface KeysOptions {
  tell: Tell
  sessions: Sessions
  /** Where a connected workspace answers; `undefined` for one that isn't connected. */
  baseUrlOf: (id: ConnectionId) => string | undefined
  connections: () => readonly Connection[]
  wantedReminders: () => WantedReminders
  clipboard: SecretClipboard
  revealClosed: (revealId: string) => void
}

export interface World {
  log: Log
  settings: SettingsStore
  madeKeys: MadeKeys
  browsers: Browsers
  credentialsFile: CredentialsFile
  /** Variables of the environment that can't be used: the person should hear of each once. */
  refusedVariables: readonly FileVariable[]
  probes: Probes
  activity: { log: ActivityLog; api: ActivitiesApi }
  door: WorkspaceDoor
  openSessions(tell: Tell, openBrowser: OpenBrowser, loopbackShape: (workspace: Workspace) => LoopbackShape): Sessions
  /** Deletes what earlier runs left behind and nobody remembers; each piece may hold a token. */
  tidyUp(): Promise<void>
  openKeys(parts: KeysOptions): { keys: KeyFlows; rotations: Rotations; keyWatch: KeyWatch }
  openPanic(parts: Pick<PanicPorts, 'tell' | 'departures' | 'known' | 'clearClipboard' | 'dropReveals'>): Panic
  /** Access to connected workspaces, for whatever asks them. */
  accessThrough(parts: Pick<KeysOptions, 'sessions' | 'baseUrlOf'>): AccessTo
  /** Calls `changed` each time the credentials file may have changed, until {@link World.close}. */
  watchFile(changed: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { places, fetch } = options
  const log = makeRedactingLog({ path: places.log, now: () => systemClock.now() })
  const database = makeAppDatabase({ path: places.database, putAside: () => log.note('the database was damaged and put aside') })
  const keychain = makeKeytarKeychain({ turn: makeKeychainTurn(places.locks) })
  const vault = makeSessionVault(places.sessions, keychain)
  const place = filePlace(options.environment, options.home, process.platform)
  for (const variable of place.refused) log.note(`${variable} can not be used; what holds without it does`)
  const file = makeCredentialsFile({
    ...place,
    localFolder: places.local,
    machine: thisMachine(),
    tell: notice => {
      log.note('the credentials file was put right', { code: notice.code })
      options.noticed(notice)
    },
  })
  const records = makeConnectionRecords(database)
  const publisher = makeProfilePublisher(file, systemClock, breathe)
  const door = makeWorkspaceDoor({ fetch, clock: systemClock })
  const embedded = options.embedded(log)
  const changes = file.changes()

  return {
    log,
    settings: makeSettingsStore(database),
    madeKeys: makeMadeKeys(database),
    browsers: makeBrowsers(findBrowsersOn(process.platform, options.environment, options.home)),
    credentialsFile: file,
    refusedVariables: place.refused,
    probes: makeProbes({ keychain, file: place, folders: [dirname(places.database), places.sessions, places.locks, places.local, dirname(places.log)], environment: options.environment, fetch, written: options.written }),
    activity: { log: makeActivityLog(database), api: makeActivitiesApi({ fetch, clock: systemClock }) },
    door,
    openSessions: (tell, openBrowser, loopbackShape) => makeSessions({
      clock: systemClock,
      timer: systemTimer,
      random: Math.random,
      newId: randomUUID,
      tell,
      vault,
      lock: makeSessionLock(places.locks),
      firstProfile: place.profile,
      provider: makeOpenIdClientProvider({ fetch, clock: systemClock }),
      redirect: loopbackRedirect,
      loopbackShape,
      openBrowser,
      door,
      embedded,
      records,
      publisher,
      sections: publisher,
      reportBug: error => log.bug(error),
    }),
    openKeys: ({ tell, sessions, baseUrlOf, connections, wantedReminders, clipboard, revealClosed }) => {
      const shared = {
        api: makeKeysApi({ fetch, clock: systemClock }),
        accessTo: accessThrough({ sessions, baseUrlOf }),
        clipboard,
        envFile: makeEnvFile(options.chooseEnvFile),
        clock: systemClock,
        timer: systemTimer,
        tell,
      }
      const flows = makeKeyFlows({ ...shared, newRevealId: randomUUID, revealClosed })
      const rotations = makeRotations({
        ...shared, probe: makeKeyProbe({ fetch, clock: systemClock }), connections, shelf: makeRotationShelf(database), newId: randomUUID, reportBug: error => log.bug(error),
      })
      const dropReveals: KeyFlows['dropReveals'] = id => {
        flows.dropReveals(id)
        rotations.dropPlain(id)
      }
      const keyWatch = makeKeyWatch({ ...shared, connections, wanted: wantedReminders, told: makeToldReminders(database), reportBug: error => log.bug(error) })
      return { keys: { ...flows, dropReveals }, rotations, keyWatch }
    },
    openPanic: parts => makePanic({
      ...parts, api: makeKeysApi({ fetch, clock: systemClock }), shelf: makeReceiptShelf(database), clock: systemClock, timer: systemTimer,
      reportBug: error => log.bug(error),
    }),
    accessThrough,
    async tidyUp() {
      await vault.sweep((await records.list()).map(({ id }) => id))
      await file.sweep()
    },
    async watchFile(changed) {
      for await (const _ of changes) await changed()
    },
    async close() {
      await changes.return?.(undefined)
      await embedded.stop()
      await database.close()
      await log.flush()
    },
  }
}

function accessThrough({ sessions, baseUrlOf }: Pick<KeysOptions, 'sessions' | 'baseUrlOf'>): AccessTo {
  return id => {
    const baseUrl = baseUrlOf(id)
    if (baseUrl === undefined) return fail({ code: 'no_such_connection' })
    return succeed({ baseUrl, token: () => sessions.bearerToken(id), renew: () => sessions.renewAfterRefusal(id) })
  }
}
