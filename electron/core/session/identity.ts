import { mayHoldCredentials, type Workspace, type WorkspaceUser } from '../../../shared/workspace.ts'
import type { Secret } from '../secret.ts'
import { elapsedMs, momentOf } from './clock-jump.ts'
import type { LiveSession } from './live-session.ts'
import type { LocateProvider } from './locate-provider.ts'
import type { Renewal } from './renewal.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'
import { isExpired } from './session-view.ts'

/** Asks again who is signed in, and what the workspace offers. Both change, and a stale role shows buttons that fail. */
export type RenewIdentity = (live: LiveSession) => Promise<void>

const SPACING_MS = 10 * 60_000

export interface IdentityParts {
  ports: SessionPorts
  book: SessionBook
  locate: LocateProvider
  renewal: Renewal
}

export function makeRenewIdentity(parts: IdentityParts): RenewIdentity {
  return async live => {
    const { ports } = parts
    const accessToken = tokenToAskWith(ports, live)
    if (accessToken === undefined) return
    const { record } = live
    const [found, me] = await Promise.all([ports.door.find(record.workspace.baseUrl), ports.door.me(record.workspace, accessToken)])
    if (live.isOver || !me.ok || me.value.id !== record.user.id) return
    if (!mayHoldCredentials(me.value.role)) return loseRole(parts, live)
    await note(parts, live, found.ok ? described(live.record.workspace, found.value) : live.record.workspace, me.value)
  }
}

/** Undefined where there is no token to ask with, or we asked a short while ago. */
function tokenToAskWith(ports: SessionPorts, live: LiveSession): Secret | undefined {
  const now = momentOf(ports.clock)
  const { standing, identifiedAt } = live
  if (live.isOver || standing.kind !== 'holding' || isExpired(standing, now)) return undefined
  if (identifiedAt !== undefined && elapsedMs(identifiedAt, now) < SPACING_MS) return undefined
  live.identifiedAt = now
  return standing.held.tokens.accessToken
}

/** SECURITY: what answers at this address may say its new name, but not name another issuer to send tokens to. */
function described(before: Workspace, now: Workspace): Workspace {
  const isTheSame = now.id === before.id && now.issuer === before.issuer && now.baseUrl === before.baseUrl
  return isTheSame ? { ...now, clientId: before.clientId, isEmbedded: before.isEmbedded } : before
}

async function note({ ports, book }: IdentityParts, live: LiveSession, workspace: Workspace, user: WorkspaceUser): Promise<void> {
  const { record } = live
  if (JSON.stringify([workspace, user]) === JSON.stringify([record.workspace, record.user])) return
  await book.keepRecord(live, { workspace, user })
  ports.tell({ kind: 'identityChanged', id: record.id, workspace, user })
}

/** A role that may not hold a bearer token keeps none, here or at the provider. */
async function loseRole({ ports, locate, renewal }: IdentityParts, live: LiveSession): Promise<void> {
  if (live.standing.kind !== 'holding') return
  const { refreshToken, accessToken } = live.standing.held.tokens
  await renewal.end(live, 'role_lost')
  await ports.vault.forget(live.record.id)
  const located = await locate(live)
  if (!located.ok) return
  if (refreshToken !== undefined) await ports.provider.revoke(located.value, refreshToken, 'refresh_token')
  await ports.provider.revoke(located.value, accessToken, 'access_token')
}
