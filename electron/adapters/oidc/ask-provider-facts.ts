import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import type { Asked, ProviderFacts } from '../../core/doctor/ports.ts'
import type { Clock } from '../../core/session/ports.ts'
import { fail, succeed } from '../../../shared/outcome.ts'
import { fetchWhole, troubleOfAnswer, Unreachable, type Fetch } from '../network/fetch-whole.ts'

const TIMEOUT_MS = 8_000

// OpenID Connect Discovery, section 3; RFC 8414, section 2. A provider that doesn't name its grants has these two.
const Discovery = z.object({
  issuer: z.string().max(2_000),
  code_challenge_methods_supported: z.array(z.string()).default([]),
  grant_types_supported: z.array(z.string()).default(['authorization_code', 'implicit']),
  revocation_endpoint: z.string().optional(),
})

/** Reads a provider's discovery document for what it offers. */
export async function askProviderFacts({ fetch, clock }: { fetch: Fetch; clock: Clock }, issuer: string): Promise<Asked<ProviderFacts>> {
  const since = performance.now()
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await fetchWhole(fetch, url, { headers: { accept: 'application/json' }, credentials: 'omit', cache: 'no-store' }, TIMEOUT_MS)
    const tookMs = Math.round(performance.now() - since)
    const trouble = troubleOfAnswer(response, clock.now())
    if (trouble !== undefined) throw trouble
    const read = Discovery.safeParse(response.ok ? await response.json().catch(() => undefined) : undefined)
    if (!read.success) return succeed(undefined)
    const { issuer: named, code_challenge_methods_supported: methods, grant_types_supported: grants, revocation_endpoint: revocation } = read.data
    return succeed({ tookMs, issuer: named, offersPkce: methods.includes('S256'), offersRefresh: grants.includes('refresh_token'), offersRevocation: revocation !== undefined })
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return fail({ trouble: error.trouble })
  }
}
