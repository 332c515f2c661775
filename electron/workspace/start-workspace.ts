import type { FastifyInstance } from 'fastify'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import { openKeyActivity } from './activity/key-activity.ts'
import { allOperations } from './api/operations.ts'
import { startBackground, type Background } from './background.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { personOfClaims } from './external/external-claims.ts'
import { externalPeople } from './external/external-people.ts'
import { openExternalTokens } from './external/external-tokens.ts'
import { readProviderFile, type ExternalProviderSettings } from './external/provider-file.ts'
import { ownHosts } from './http/host-guard.ts'
import { mountOperations, type CallReport, type Mounting } from './http/mount-operations.ts'
import { mountOpenApi } from './http/mount-openapi.ts'
import { refusalLimit } from './http/refusal-limit.ts'
import { sharedAnswers } from './http/shared-answers.ts'
import { listen, makeApp, type Listener } from './http/server.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { openCredentials } from './oidc/credentials.ts'
import { audienceOf, CLIENT_ID, openProvider } from './oidc/provider.ts'
import { openProviderKeys } from './oidc/signing-keys.ts'
import { openParts } from './open-parts.ts'
import { openStore, type Store } from './open-store.ts'
import { mountAdmin } from './pages/admin-routes.ts'
import { openBrowserSessions } from './pages/browser-session.ts'
import { messagePage } from './pages/sign-in-pages.ts'
import { mountSignIn } from './pages/sign-in-routes.ts'
import { openPasswordSignIn } from './people/password-sign-in.ts'
import { newSetUpToken, setUpToken } from './people/set-up-token.ts'
import { openChosenKms } from './vault/open-kms.ts'
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

function originOf(options: WorkspaceOptions, port: number): string {
  if (options.publicUrl !== undefined) return new URL(options.publicUrl).origin
  return `http://${options.host === '::1' ? '[::1]' : options.host}:${String(port)}`
}

/** The name and slug of the workspace: chosen at first start, the same ever after. */
function identity({ facts }: Store, given: string): { name: string; slug: string } {
  const name = facts.get('name') ?? given
  const slug = facts.get('slug') ?? slugOf(name)
  facts.set('name', name)
  facts.set('slug', slug)
  return { name, slug }
}

/** What a workspace is run with. */
interface Context {
  options: WorkspaceOptions
  /** The external OpenID provider, where there is one. */
  settings: ExternalProviderSettings | undefined
  onError: (error: Error) => void
  now: () => number
}

/** The person of a token of the external provider. */
function openExternal(settings: ExternalProviderSettings, { people, membership, log, atomically, now }: ReturnType<typeof openParts>) {
  const tokens = openExternalTokens(settings, now)
  const personOf = externalPeople(people, membership, log, atomically)
  return async (token: string) => {
    const claims = await tokens.claimsOf(token)
    const person = claims && personOfClaims(claims, settings)
    return person && personOf(person)
  }
}

interface Assembled {
  provider: ReturnType<typeof openProvider>
  background: Background
  answeredBefore: ReturnType<typeof sharedAnswers>
  setUpToken: string | undefined
}

async function assemble(app: FastifyInstance, store: Store, { options, settings, onError, now }: Context, origin: string): Promise<Assembled> {
  const { database, vault, workspaceId, folder } = store
  const parts = openParts(store, options.refreshGrace, now)
  const { people, apiKeys, keyUse, log, records } = parts
  const keyActivity = openKeyActivity(log)
  const background = startBackground(parts, [keyActivity, keyUse], () => vault.refresh(() => openChosenKms(folder, undefined, options.kmsEndpoint)), onError)
  const { name, slug } = identity(store, options.name)
  const external = settings && openExternal(settings, parts)
  const credentials = openCredentials({ people, apiKeys, keyUse, records, audience: audienceOf(origin), external, now })
  const report = ({ operation, caller, apiKeyText, status }: CallReport) => {
    if (caller?.by.kind === 'apiKey' && status !== 401) keyActivity.used(caller.person, caller.by.key, operation.id)
    else if (apiKeyText !== undefined) keyActivity.refused(apiKeys.byPlainKey(apiKeyText), operation.id, status)
    if (operation.id.endsWith('IntegrationUser')) background.work()
  }
  const facts = { id: workspaceId, name, slug, issuer: settings?.issuer ?? origin, clientId: settings?.clientId ?? CLIENT_ID, bearerTokenLifetime: options.bearerTokenLifetime }
  const operations = allOperations(parts, facts)
  const mounting: Mounting = { credentials, items: parts.items, origin, report, refusals: refusalLimit(options.refusalsPerAddress, now) }
  mountOperations(app, operations, mounting)
  mountOpenApi(app, operations, origin)
  const provider = openProvider({
    origin, cookiePrefix: `latchkey_${workspaceId.slice(0, 8)}`, bearerTokenLifetime: options.bearerTokenLifetime, people, records,
    keys: await openProviderKeys(database, vault), onServerError: onError,
    errorPage: (code, description) => messagePage(name, 'This sign-in can’t go on', `${description ?? 'The request is not valid.'} (${code})`),
  })
  const token = await setUpTokenText(folder, options.keepSetUpCode, people.hasOwner())
  const passwordSignIn = openPasswordSignIn(people, log, now)
  await mountAdmin(app, {
    people, log, passwordSignIn, origin, membership: parts.membership, atomically: parts.atomically, sessions: openBrowserSessions(now), workspaceName: name,
    cookieName: `latchkey_${workspaceId.slice(0, 8)}_people`,
  })
  mountSignIn(app, {
    provider, people, setUp: setUpToken(token), workspaceName: name, origin, log, passwordSignIn, atomically: parts.atomically,
    onOwnerCreated: () => void folder.remove(SET_UP_FILE).catch(onError),
  })
  return { provider, background, answeredBefore: sharedAnswers(operations, mounting), setUpToken: people.hasOwner() ? undefined : token }
}

async function run(store: Store, listener: Listener, context: Context): Promise<RunningWorkspace> {
  const { options, onError } = context
  const origin = originOf(options, listener.port)
  const { app, handler } = await makeApp(listener.server, onError)
  const { provider, background, answeredBefore, setUpToken: token } = await assemble(app, store, context, origin)
  await app.ready()
  const oidc = provider.callback()
  const routed = handler()
  listener.admit({
    hosts: ownHosts(origin, listener.port), oidc: (request, response) => void oidc(request, response),
    api(request, response) { if (!answeredBefore(request, response)) routed(request, response) },
  })
  await store.folder.write(PORT_FILE, String(listener.port))
  store.facts.set('origin', origin)
  return {
    url: origin, port: listener.port, setUpToken: token,
    async stop() {
      await listener.close(3000)
      await app.close()
      background.stop()
      store.close()
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
  const settings = options.providerFile === undefined ? undefined : await readProviderFile(options.providerFile)
  if (settings?.ok === false) return fail({ code: 'provider_file_unusable', message: settings.failure })
  const folder = await openDataFolder(options.dataFolder)
  const release = await takeInstanceLock(folder.lockPath)
  if (!release) return fail({ code: 'data_folder_in_use' })
  const started = await startLocked(folder, { options, settings: settings?.value, onError, now })
  if (!started.ok) {
    release()
    return started
  }
  const running = started.value
  return succeed({
    ...running,
    async stop() {
      await running.stop()
      release()
    },
  })
}

async function startLocked(folder: DataFolder, context: Context): Promise<Outcome<RunningWorkspace, StartFailure>> {
  const { options, now } = context
  const store = await openStore(folder, () => openChosenKms(folder, options.kms, options.kmsEndpoint), now)
  if (!store.ok) return store
  const bound = await bind(options, folder)
  if (bound.ok) return succeed(await run(store.value, bound.value, context))
  store.value.close()
  return bound
}
