import type { ProviderFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import { elapsedMs, momentOf, type Moment } from './clock-jump.ts'
import { hostOf } from './host-of.ts'
import type { LiveSession } from './live-session.ts'
import type { DiscoveredProvider } from './ports.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionPorts } from './session-ports.ts'

/** Finds the provider of a session, starting or finding again a workspace that lives on this computer. */
export type LocateProvider = (live: LiveSession) => Promise<Outcome<DiscoveredProvider, ProviderFailure>>

export type Discover = (issuer: string, clientId: string) => Promise<Outcome<DiscoveredProvider, ProviderFailure | { code: 'provider_lacks_pkce' }>>

// Providers change their endpoints about never, and announce it for days.
const DISCOVERY_LASTS_MS = 12 * 3_600_000

/** Discovery, remembered for half a day. */
export function makeDiscover(ports: Pick<SessionPorts, 'clock' | 'provider'>): Discover {
  const known = new Map<string, { provider: DiscoveredProvider; at: Moment }>()
  return async (issuer, clientId) => {
    const key = JSON.stringify([issuer, clientId])
    const before = known.get(key)
    if (before !== undefined && elapsedMs(before.at, momentOf(ports.clock)) < DISCOVERY_LASTS_MS) return succeed(before.provider)
    const found = await ports.provider.discover(issuer, clientId)
    if (found.ok) known.set(key, { provider: found.value, at: momentOf(ports.clock) })
    return found
  }
}

export function makeLocateProvider(ports: SessionPorts, book: SessionBook, discover: Discover): LocateProvider {
  return async live => {
    if (live.record.workspace.isEmbedded) {
      const moved = await startEmbedded(ports, live.record.workspace)
      if (!moved.ok) return moved
      if (moved.value !== undefined) await follow(ports, book, live, moved.value)
    }
    const { issuer, clientId } = live.record.workspace
    const found = await discover(issuer, clientId)
    if (found.ok || found.failure.code !== 'provider_lacks_pkce') return found as Outcome<DiscoveredProvider, ProviderFailure>
    // A refresh needs no PKCE, but a provider that dropped it is not the one that was signed in to.
    return fail({ code: 'provider_answer_unusable', host: hostOf(issuer), detail: 'lacks_pkce' })
  }
}

/** Starts it; gives its new description where it had to take another port than last time. */
async function startEmbedded(ports: SessionPorts, workspace: Workspace): Promise<Outcome<Workspace | undefined, ProviderFailure>> {
  const unreachable: ProviderFailure = { code: 'provider_unreachable', host: hostOf(workspace.issuer), trouble: 'refused' }
  const started = await ports.embedded.start()
  if (!started.ok) return fail(unreachable)
  if (hostOf(started.value.url) === hostOf(workspace.baseUrl)) return succeed(undefined)
  const found = await ports.door.find(started.value.url)
  // SECURITY: tokens of one workspace never go to another that happens to answer on this port.
  if (!found.ok || found.value.id !== workspace.id) return fail(unreachable)
  return succeed({ ...found.value, isEmbedded: true })
}

async function follow(ports: SessionPorts, book: SessionBook, live: LiveSession, workspace: Workspace): Promise<void> {
  await book.keepRecord(live, { workspace })
  if (!live.isOver) ports.tell({ kind: 'identityChanged', id: live.record.id, workspace, user: live.record.user })
}
