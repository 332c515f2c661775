import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { Finding } from '../../../shared/doctor.ts'
import type { NetworkTrouble } from '../../../shared/failures.ts'
import { hostOf } from '../session/host-of.ts'
import { failed, found } from './findings.ts'
import type { Asked, ProviderFacts, WorkspaceFacts } from './ports.ts'

/** A workspace, and what it answered. */
export interface AskedWorkspace {
  connection: Connection
  answer: Asked<WorkspaceFacts>
}

const AGAIN = 'checkAgain'
/** Providers and workspaces forgive a minute; tokens begin to look expired, or not yet valid, past it. */
const SECONDS_FORGIVEN = 60
const SECONDS_BROKEN = 300

/** Whether the workspace is there, and the one that we signed in to. */
export function judgeWorkspace({ connection, answer }: AskedWorkspace): Finding {
  const { id, workspace } = connection
  const host = hostOf(workspace.baseUrl)
  const of = { connectionId: id }
  if (!answer.ok) return failed('workspace', 'broken', { code: 'workspace_unreachable', host, trouble: answer.failure.trouble }, { remedy: AGAIN, ...of })
  if (answer.value?.workspace === undefined) return failed('workspace', 'broken', { code: 'not_a_workspace', host }, of)
  if (answer.value.workspace.id !== workspace.id) return found('workspace', 'broken', 'workspace_is_another', { host }, of)
  return found('workspace', 'fine', 'workspace_answers', { host, ms: answer.value.tookMs }, of)
}

/** Whether the provider is there, is who the workspace says, and offers what a safe sign-in needs. */
export function judgeProvider(id: ConnectionId, issuer: string, answer: Asked<ProviderFacts>): Finding {
  const host = hostOf(issuer)
  const of = { connectionId: id }
  if (!answer.ok) return failed('provider', 'broken', { code: 'provider_unreachable', host, trouble: answer.failure.trouble }, { remedy: AGAIN, ...of })
  const facts = answer.value
  if (facts === undefined) return failed('provider', 'broken', { code: 'provider_answer_unusable', host, detail: 'discovery' }, { remedy: AGAIN, ...of })
  // Compared as they are (OpenID Connect Discovery, section 4.3): a slash more is another issuer.
  if (facts.issuer !== issuer) return found('provider', 'broken', 'provider_is_another', { host }, of)
  if (!facts.offersPkce) return found('provider', 'broken', 'provider_without_pkce', { host }, of)
  const offers = (offered: boolean) => (offered ? 'yes' : 'no')
  return found('provider', 'fine', 'provider_answers', { host, ms: facts.tookMs, refresh: offers(facts.offersRefresh), revocation: offers(facts.offersRevocation) }, of)
}

/** This computer's clock, by the first server that tells its own. */
export function judgeClock(asked: readonly AskedWorkspace[]): Finding {
  for (const { connection, answer } of asked) {
    const offset = answer.ok ? answer.value?.offsetSeconds : undefined
    if (offset === undefined || connection.workspace.isEmbedded) continue
    const host = hostOf(connection.workspace.baseUrl)
    const seconds = Math.abs(offset)
    if (seconds <= SECONDS_FORGIVEN) return found('clock', 'fine', 'clock_right', { host, seconds: Math.round(seconds) })
    return found('clock', seconds > SECONDS_BROKEN ? 'broken' : 'look', 'clock_wrong', { host, seconds: Math.round(seconds), direction: offset > 0 ? 'behind' : 'ahead' }, { remedy: AGAIN })
  }
  return found('clock', 'fine', 'clock_unknown')
}

/** What stands on the way, whoever is asked: these concern the network and not one host. */
const OF_THE_WAY: readonly NetworkTrouble[] = ['offline', 'captive_portal', 'tls', 'proxy', 'proxy_wants_password']

/** The way out: online at all, straight or by a proxy, and whether somebody on it answers in others' place. */
export function judgeNetwork(isOnline: boolean, asked: readonly AskedWorkspace[], proxy: string): Finding {
  const remote = asked.filter(({ connection }) => !connection.workspace.isEmbedded)
  if (!isOnline) return found('network', remote.length === 0 ? 'limit' : 'broken', 'network_offline', {}, { remedy: AGAIN })
  for (const { connection, answer } of remote) {
    if (answer.ok || !OF_THE_WAY.includes(answer.failure.trouble)) continue
    const host = hostOf(connection.workspace.baseUrl)
    return failed('network', 'broken', { code: 'workspace_unreachable', host, trouble: answer.failure.trouble }, { remedy: AGAIN })
  }
  if (remote.length === 0) return found('network', 'fine', 'network_unasked')
  const named = /^(?:PROXY|HTTPS|SOCKS[45]?)\s+([^\s;]+)/i.exec(proxy.trim())?.[1]
  return named === undefined ? found('network', 'fine', 'network_direct') : found('network', 'fine', 'network_proxy', { proxy: named.slice(0, 200) })
}
