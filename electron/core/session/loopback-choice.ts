import type { RedirectChoice } from '../../../shared/settings.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import { hostOf } from './host-of.ts'
import type { LoopbackShape } from './ports.ts'

/** The redirect that a person set for a workspace's provider; any port on 127.0.0.1 otherwise (RFC 8252, section 7.3). */
export function loopbackShapeFor(workspace: Pick<Workspace, 'baseUrl'>, redirects: readonly RedirectChoice[]): LoopbackShape {
  const host = hostOf(workspace.baseUrl)
  const chosen = redirects.find(({ workspaceHost }) => workspaceHost === host)
  if (chosen === undefined) return { host: '127.0.0.1', ports: 'any' }
  return { host: chosen.host, ports: chosen.ports.length === 0 ? 'any' : chosen.ports }
}
