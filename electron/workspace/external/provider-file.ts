import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { WorkspaceRole } from '../people/roles.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** https, or http on loopback alone. */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}

const Address = z.string().refine(isSafeAddress, { error: 'must be https, or http on loopback' })

const ExternalProviderFile = z.strictObject({
  issuer: Address,
  /** The public client that Latchkey signs in with there. */
  clientId: z.string().min(1),
  /** The `aud` that access tokens for this workspace carry. */
  audience: z.string().min(1),
  /** The claim that decides the role; dots lead into objects. Its value is a text or a list of texts. */
  roleClaim: z.string().min(1),
  /** Value of the claim -> role. Of several, the most powerful counts. */
  roles: z.record(z.string(), WorkspaceRole),
  /** For a person none of whose values is in `roles`; left out, they are refused. */
  otherwise: WorkspaceRole.exclude(['owner']).optional(),
  emailClaim: z.string().min(1).default('email'),
  nameClaim: z.string().min(1).default('name'),
  /** Takes JWTs whose `typ` isn't `at+jwt` (RFC 9068), as Okta and Entra ID issue them. */
  acceptPlainJwt: z.boolean().default(false),
  /** The provider proves addresses before it names them, though it sends no `email_verified`. */
  trustEmails: z.boolean().default(false),
  /** For opaque tokens (RFC 7662). The secret may stand in the environment instead: WORKSPACE_INTROSPECTION_SECRET. */
  introspection: z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1).optional() }).optional(),
}).refine(file => !file.acceptPlainJwt || file.audience !== file.clientId, {
  path: ['audience'], error: 'must differ from clientId where plain JWTs are taken: an ID token would pass for an access token',
})

export type ExternalProviderSettings = z.output<typeof ExternalProviderFile>

/** Reads the JSON file that names an external provider. The failure is words. */
export async function readProviderFile(path: string): Promise<Outcome<ExternalProviderSettings, string>> {
  let given: unknown
  try {
    given = JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return fail('it can’t be read as JSON.')
  }
  const parsed = ExternalProviderFile.safeParse(given)
  if (parsed.success) return succeed(parsed.data)
  return fail(parsed.error.issues.map(issue => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; '))
}
