import { performance } from 'node:perf_hooks'
import type { Asked, WorkspaceFacts } from '../../core/doctor/ports.ts'
import type { Clock } from '../../core/session/ports.ts'
import { fail, succeed } from '../../../shared/outcome.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import { fetchWhole, troubleOfAnswer, Unreachable, type Fetch } from '../network/fetch-whole.ts'
import { readWorkspace } from './workspace-answers.ts'

const TIMEOUT_MS = 8_000

/** Asks a workspace what it is and what time it has. No token goes out. */
export async function askWorkspaceFacts({ fetch, clock }: { fetch: Fetch; clock: Clock }, { baseUrl }: Workspace): Promise<Asked<WorkspaceFacts>> {
  const since = performance.now()
  try {
    const response = await fetchWhole(fetch, `${baseUrl}/workspace`, { headers: { accept: 'application/json' }, credentials: 'omit', cache: 'no-store' }, TIMEOUT_MS)
    const tookMs = performance.now() - since
    const trouble = troubleOfAnswer(response, clock.now())
    if (trouble !== undefined) throw trouble
    const body: unknown = await response.json().catch(() => undefined)
    return succeed({ tookMs: Math.round(tookMs), offsetSeconds: offsetOf(response.headers.get('date'), clock.now() - tookMs / 2), workspace: readWorkspace(body, baseUrl) })
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return fail({ trouble: error.trouble })
  }
}

/** A Date header (RFC 9110, section 6.6.1) cuts its second off: half of one is its likeliest rest. */
function offsetOf(date: string | null, askedAtMs: number): number | undefined {
  const serverMs = Date.parse(date ?? '')
  return Number.isNaN(serverMs) ? undefined : (serverMs + 500 - askedAtMs) / 1_000
}
