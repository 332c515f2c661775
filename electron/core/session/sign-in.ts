import type { ApiFailure, SignInFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { mayHoldCredentials, type Workspace, type WorkspaceUser } from '../../../shared/workspace.ts'
import type { Secret } from '../secret.ts'
import { hostOf } from './host-of.ts'
import type { LiveSession } from './live-session.ts'
import type { Discover } from './locate-provider.ts'
import type { DiscoveredProvider, HeldTokens } from './ports.ts'
import type { SessionPorts } from './session-ports.ts'
import type { Attempt } from './sign-in-attempt.ts'
import { throughBrowser } from './sign-in-browser.ts'
import { heldAfter } from './token-response.ts'

/** Somebody whom provider and workspace both know, and the tokens that prove it. Nothing of it is stored yet. */
export interface Admitted {
  workspace: Workspace
  user: WorkspaceUser
  tokens: HeldTokens
  provider: DiscoveredProvider
}

export interface SignInParts {
  ports: SessionPorts
  discover: Discover
  /** The session that *sign in again* is about. */
  expected: LiveSession | undefined
  /** Whether this person has a session on this machine already. */
  isConnected: (workspace: Workspace, user: WorkspaceUser) => boolean
}

type Flow<Value> = Promise<Outcome<Value, SignInFailure>>

/** From what a person typed to tokens of somebody who may have them: workspace, provider, browser, `/me`. */
export async function admit(parts: SignInParts, attempt: Attempt): Flow<Admitted> {
  const { ports, discover } = parts
  const found = await findWorkspace(parts, attempt)
  if (!found.ok) return found
  const { workspace, setupToken } = found.value
  attempt.aim({ name: workspace.name, workspaceHost: hostOf(workspace.baseUrl), issuerHost: hostOf(workspace.issuer), isEmbedded: workspace.isEmbedded })
  const provider = await discover(workspace.issuer, workspace.clientId)
  if (!provider.ok) return provider
  const answer = await throughBrowser(ports, attempt, workspace, provider.value, extraFor(parts, attempt, setupToken))
  if (!answer.ok) return answer
  const { tokens, isUsable } = heldAfter(undefined, answer.value)
  const admitted = { workspace, tokens, provider: provider.value }
  if (!isUsable) {
    return giveBack(parts, admitted, { code: 'provider_answer_unusable', host: provider.value.issuerHost, detail: 'expired_on_arrival' })
  }
  const me = await ports.door.me(workspace, tokens.accessToken)
  if (!me.ok) return giveBack(parts, admitted, failureOfMe(me.failure, workspace))
  const refusal = refusalOf(parts, attempt, workspace, me.value)
  return refusal === undefined ? succeed({ ...admitted, user: me.value }) : giveBack(parts, { ...admitted, user: me.value }, refusal)
}

interface Found {
  workspace: Workspace
  setupToken: Secret | undefined
}

async function findWorkspace(parts: SignInParts, attempt: Attempt): Flow<Found> {
  const { wish } = attempt
  if (wish.kind === 'here') return findHere(parts.ports)
  if (wish.kind === 'address') return withoutToken(await parts.ports.door.find(wish.address))
  const known = parts.expected?.record.workspace
  if (known === undefined) return fail({ code: 'canceled' })
  const found = known.isEmbedded ? await findHere(parts.ports) : withoutToken(await parts.ports.door.find(known.baseUrl))
  // SECURITY: another workspace that answers at the old address gets no sign-in in the name of this one.
  if (found.ok && found.value.workspace.id !== known.id) return fail({ code: 'not_a_workspace', host: hostOf(known.baseUrl) })
  return found
}

function withoutToken(found: Outcome<Workspace, SignInFailure>): Outcome<Found, SignInFailure> {
  return found.ok ? succeed({ workspace: found.value, setupToken: undefined }) : found
}

async function findHere(ports: SessionPorts): Flow<Found> {
  const started = await ports.embedded.start()
  if (!started.ok) return started
  const found = await ports.door.find(started.value.url)
  return found.ok ? succeed({ workspace: { ...found.value, isEmbedded: true }, setupToken: started.value.setupToken }) : found
}

/** What goes into the authorization request besides the protocol's own parameters. */
function extraFor(parts: SignInParts, attempt: Attempt, setupToken: Secret | undefined): Record<string, string> {
  const email = parts.expected?.record.user.email
  return {
    // Whoever brings it may create the Owner's account: it travels in the address by design, once, to this computer.
    // eslint-disable-next-line no-restricted-syntax
    ...(setupToken === undefined ? {} : { setup: setupToken.expose() }),
    ...(email === undefined || email === '' ? {} : { login_hint: email }),
    ...(attempt.isFreshLogin ? { prompt: 'login' } : {}),
  }
}

function refusalOf(parts: SignInParts, attempt: Attempt, workspace: Workspace, user: WorkspaceUser): SignInFailure | undefined {
  if (attempt.isCanceled()) return { code: 'canceled' }
  if (!mayHoldCredentials(user.role)) return { code: 'role_may_not', role: user.role, workspaceName: workspace.name }
  const expected = parts.expected?.record.user
  if (expected === undefined || expected.id === user.id) return undefined
  return { code: 'unexpected_account', expected: expected.email, actual: user.email }
}

/**
 * Gives tokens back to the provider that we got and may not keep.
 *
 * Not where the same person has a session here: a provider may have put both under one grant, and taking back the one
 * would end the other (RFC 7009, section 2.1). Those tokens are forgotten, and die of age.
 */
export async function giveBack(
  { ports, isConnected }: SignInParts, got: Omit<Admitted, 'user'> & { user?: WorkspaceUser }, failure: SignInFailure,
): Promise<{ ok: false; failure: SignInFailure }> {
  const { provider, tokens, workspace, user } = got
  const isShared = failure.code !== 'role_may_not' && user !== undefined && isConnected(workspace, user)
  if (!isShared) {
    if (tokens.refreshToken !== undefined) await ports.provider.revoke(provider, tokens.refreshToken, 'refresh_token')
    await ports.provider.revoke(provider, tokens.accessToken, 'access_token')
  }
  return fail(failure)
}

/** What it means for a sign-in that the workspace didn't say who this is. */
function failureOfMe(failure: ApiFailure, workspace: Workspace): SignInFailure {
  const host = hostOf(workspace.baseUrl)
  const { code } = failure
  if (code === 'workspace_unreachable') return failure
  if (code === 'workspace_failed') return { code: 'workspace_unreachable', host, trouble: 'server_error' }
  if (code === 'rate_limited') return { code: 'workspace_unreachable', host, trouble: 'server_error', retryAfterSeconds: failure.retryAfterSeconds }
  // The provider's own token is refused by the workspace that named this provider.
  if (code === 'sign_in_required' || code === 'not_allowed') return { code: 'grant_refused', error: 'token_refused_by_workspace' }
  return { code: 'not_a_workspace', host }
}
