import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { migrate } from '../sqlite/migrate.ts'
import { openDatabase, type Database } from '../sqlite/open-database.ts'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import { accountOperations } from './api/accounts.ts'
import { apiKeyOperations } from './api/api-keys.ts'
import { userOperations } from './api/users.ts'
import { workspaceOperations } from './api/workspace.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { ownHosts } from './http/host-guard.ts'
import { mountOperations } from './http/mount-operations.ts'
import { listen, makeApp, type Listener } from './http/server.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { openItems } from './items/items.ts'
import { openApiKeys } from './keys/api-keys.ts'
import { openKeyList } from './keys/key-list.ts'
import { openKeyUse } from './keys/key-use.ts'
import { openCredentials } from './oidc/credentials.ts'
import { openOidcRecords } from './oidc/oidc-records.ts'
import { openProvider } from './oidc/provider.ts'
import { openProviderKeys } from './oidc/signing-keys.ts'
import { messagePage } from './pages/sign-in-pages.ts'
import { mountSignIn } from './pages/sign-in-routes.ts'
import { openPeople } from './people/people.ts'
import { newSetUpToken, setUpToken } from './people/set-up-token.ts'
import { tryLimit } from './people/try-limit.ts'
import { openFacts, type Facts } from './storage/facts.ts'
import { WORKSPACE_MIGRATIONS } from './storage/migrations.ts'
import { KmsRefused } from './vault/kms.ts'
import { openLocalKms } from './vault/local-kms.ts'
import { openVault, type Vault } from './vault/vault.ts'
import type { StartFailure, WorkspaceOptions } from './workspace-options.ts'

export interface RunningWorkspace {
  url: string
  port: number
  /** While no Owner exists: what lets one person create that account. */
  setUpToken: string | undefined
  stop: () => Promise<void>
}

const PORT_FILE = 'port'
const SET_UP_FILE = 'set-up-code'
const SWEEP_MS = 10 * 60 * 1000
const FIVE_MINUTES_MS = 5 * 60 * 1000

interface Store { database: Database; vault: Vault; facts: Facts; folder: DataFolder; id: string }

async function openStore(folder: DataFolder, now: () => number): Promise<Outcome<Store, StartFailure>> {
  let database: Database
  try {
    database = await openDatabase(folder.databasePath)
  } catch {
    return fail({ code: 'database_unreadable' })
  }
  try {
    const migrated = await migrate(database, folder.databasePath, WORKSPACE_MIGRATIONS)
    if (!migrated.ok) {
      database.close()
      return migrated
    }
    const facts = openFacts(database)
    const id = facts.get('id') ?? randomUUID()
    facts.set('id', id)
    const kms = await openLocalKms({ read: () => folder.read('root.key'), write: text => folder.write('root.key', text) })
    return succeed({ database, vault: await openVault(database, kms, id, now), facts, folder, id })
  } catch (error) {
    database.close()
    if (error instanceof KmsRefused) return fail({ code: 'kms_refused', message: error.message })
    throw error
  }
}

/** The port of last time while it is free: the credentials file of the app names it. */
async function bind(options: WorkspaceOptions, folder: DataFolder): Promise<Outcome<Listener, StartFailure>> {
  if (options.port !== undefined) {
    const given = await listen(options.host, options.port)
    return given ? succeed(given) : fail({ code: 'port_in_use', port: options.port })
  }
  const last = Number(await folder.read(PORT_FILE))
  const listener = (last > 0 && last < 65_536 ? await listen(options.host, last) : undefined) ?? await listen(options.host, 0)
  return listener ? succeed(listener) : fail({ code: 'port_in_use', port: 0 })
}

/** The code that creates the Owner; gone with the first Owner. In a terminal it outlives restarts, in a file only its owner reads. */
async function setUpTokenText(folder: DataFolder, keep: boolean, hasOwner: boolean): Promise<string> {
  if (hasOwner) {
    await folder.remove(SET_UP_FILE)
    return newSetUpToken()
  }
  const token = (keep ? (await folder.read(SET_UP_FILE))?.trim() : undefined) ?? newSetUpToken()
  if (keep) await folder.write(SET_UP_FILE, `${token}\n`)
  return token
}

const slugOf = (name: string): string =>
  name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'workspace'

function assemble(app: FastifyInstance, store: Store, options: WorkspaceOptions, origin: string, onError: (error: Error) => void, now: () => number) {
  const { database, vault, facts, id, folder } = store
  const people = openPeople(database, now)
  const apiKeys = openApiKeys(database, vault, now)
  const keyUse = openKeyUse(apiKeys, now, 30_000)
  const records = openOidcRecords(database, vault, now, options.refreshGrace)
  const name = facts.get('name') ?? options.name
  const slug = facts.get('slug') ?? slugOf(name)
  facts.set('name', name)
  facts.set('slug', slug)
  const addressTries = tryLimit(200, FIVE_MINUTES_MS, now)
  const accountTries = tryLimit(10, FIVE_MINUTES_MS, now)
  mountOperations(app, [
    ...workspaceOperations({ id, name, slug, issuer: origin, clientId: undefined, bearerTokenLifetime: options.bearerTokenLifetime }),
    ...apiKeyOperations({ apiKeys, keyList: openKeyList(database, vault, apiKeys, now), now }),
    ...userOperations(people),
    ...accountOperations(openItems(database, vault, now)),
  ], {
    credentials: openCredentials({ people, apiKeys, keyUse, records, audience: `${origin}/api/v1`, now }), origin, report: () => undefined,
  })
  const sweep = setInterval(() => records.sweep(), SWEEP_MS)
  sweep.unref()
  return {
    people, records, name,
    async openSignIn(): Promise<{ provider: ReturnType<typeof openProvider>; setUpToken: string | undefined }> {
      const provider = openProvider({
        origin, cookiePrefix: `latchkey_${id.slice(0, 8)}`, bearerTokenLifetime: options.bearerTokenLifetime, people, records,
        keys: await openProviderKeys(database, vault), onServerError: onError,
        errorPage: (code, description) => messagePage(name, 'This sign-in can’t go on', `${description ?? 'The request is not valid.'} (${code})`),
      })
      const token = await setUpTokenText(folder, options.keepSetUpCode, people.hasOwner())
      mountSignIn(app, {
        provider, people, setUp: setUpToken(token), workspaceName: name, origin,
        limit: (address, account) => addressTries.count(address) ?? accountTries.count(account.toLowerCase()),
        onOwnerCreated: () => void folder.remove(SET_UP_FILE).catch(onError),
        onSignIn: (person, succeeded) => { if (succeeded && person) accountTries.forgive(person.email.toLowerCase()) },
      })
      return { provider, setUpToken: people.hasOwner() ? undefined : token }
    },
    stop() {
      clearInterval(sweep)
      keyUse.stop()
    },
  }
}

function originOf(options: WorkspaceOptions, port: number): string {
  if (options.publicUrl !== undefined) return new URL(options.publicUrl).origin
  return `http://${options.host === '::1' ? '[::1]' : options.host}:${String(port)}`
}

async function run(store: Store, listener: Listener, options: WorkspaceOptions, onError: (error: Error) => void, now: () => number): Promise<RunningWorkspace> {
  const origin = originOf(options, listener.port)
  const { app, handler } = await makeApp(listener.server, onError)
  const parts = assemble(app, store, options, origin, onError, now)
  const { provider, setUpToken: token } = await parts.openSignIn()
  await app.ready()
  const oidc = provider.callback()
  listener.admit({ hosts: ownHosts(origin, listener.port), oidc: (request, response) => void oidc(request, response), api: handler() })
  await store.folder.write(PORT_FILE, String(listener.port))
  return {
    url: origin, port: listener.port, setUpToken: token,
    async stop() {
      await listener.close(3000)
      await app.close()
      parts.stop()
      store.database.close()
    },
  }
}

/**
 * Starts the workspace service: opens its data folder, listens on loopback, and answers from then on.
 *
 * @param onError  told of bugs and of a failing disk; never of what a request held
 */
export async function startWorkspace(
  options: WorkspaceOptions, onError: (error: Error) => void, now: () => number = Date.now,
): Promise<Outcome<RunningWorkspace, StartFailure>> {
  const folder = await openDataFolder(options.dataFolder)
  const release = await takeInstanceLock(folder.lockPath)
  if (!release) return fail({ code: 'data_folder_in_use' })
  const store = await openStore(folder, now)
  const bound = store.ok ? await bind(options, folder) : store
  if (!store.ok || !bound.ok) {
    if (store.ok) store.value.database.close()
    release()
    return bound.ok ? fail({ code: 'database_unreadable' }) : bound
  }
  const running = await run(store.value, bound.value, options, onError, now)
  return succeed({
    ...running,
    async stop() {
      await running.stop()
      release()
    },
  })
}
