import { z } from 'zod'
import { KeyStatus, type ApiKey } from '../../../shared/api-key.ts'
import { fromRfc3339, type Instant } from '../../../shared/instant.ts'
import { Scope } from '../../../shared/scope.ts'
import { WorkspaceRole, type Workspace, type WorkspaceUser } from '../../../shared/workspace.ts'
import { isLoopback, isPrivateOnTheWire } from '../network/loopback-host.ts'

/*
 * What a workspace answers, read by what we need of it: attributes that we don't know are ignored, and nothing relies on
 * their order.
 */

const one = <A extends z.ZodType, I extends z.ZodType>(id: I, attributes: A) => z.object({ data: z.object({ id, attributes }) })

/** One line that can be shown: no control characters, none that turn the direction of writing. */
const shown = (longest: number) => z.string().min(1).max(longest).refine(text => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text))

const Time = z.string().transform((text, context): Instant => {
  const at = fromRfc3339(text)
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: 'not an RFC 3339 time' })
  return z.NEVER
})
const TimeOrNever = z.union([z.null().transform(() => 'never' as const), Time])

/** Entries that we can't read are left out: a newer workspace may know more kinds than we do. */
const readable = <T extends z.ZodType>(entry: T) => z.array(z.unknown()).transform(entries =>
  entries.flatMap(unknown => {
    const parsed = entry.safeParse(unknown)
    return parsed.success ? [parsed.data] : []
  }))

const WorkspaceAnswer = one(z.uuid(), z.object({
  name: shown(200),
  // It goes into the credentials file, which every tool reads.
  slug: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  issuer: z.url(),
  clientId: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  bearerTokenLifetime: z.number().positive(),
  scopes: readable(Scope),
  features: readable(z.string()),
}))

/**
 * Reads the answer of `GET /workspace`. The issuer may be another host, but never one in the clear; only a workspace on
 * this computer may name an issuer on this computer.
 */
export function readWorkspace(body: unknown, baseUrl: string): Workspace | undefined {
  const parsed = WorkspaceAnswer.safeParse(body)
  if (!parsed.success) return undefined
  const { id, attributes: { bearerTokenLifetime, ...attributes } } = parsed.data.data
  const issuer = new URL(attributes.issuer)
  if (!isPrivateOnTheWire(issuer) || (isLoopback(issuer) && !isLoopback(new URL(baseUrl)))) return undefined
  return { id, ...attributes, baseUrl, bearerTokenLifetimeSeconds: bearerTokenLifetime, isEmbedded: false }
}

const UserAnswer = one(z.string().min(1).max(100), z.object({ email: shown(320), name: z.string().max(200), workspaceRole: WorkspaceRole }))

/** Reads the answer of `GET /me`. */
export function readUser(body: unknown): WorkspaceUser | undefined {
  const parsed = UserAnswer.safeParse(body)
  if (!parsed.success) return undefined
  const { id, attributes: { email, name, workspaceRole } } = parsed.data.data
  return { id, email, name, role: workspaceRole }
}

const KeyResource = z.object({
  id: z.string().min(1).max(100),
  attributes: z.object({
    name: z.string(), prefix: z.string(), lastFour: z.string(), scopes: z.array(z.string()), createdAt: Time, expiresAt: TimeOrNever,
    lastUsedAt: TimeOrNever, status: KeyStatus.catch('active'),
  }),
}).transform(({ id, attributes }): ApiKey => ({ id, ...attributes }))

const KeyAnswer = z.object({ data: KeyResource })
const KeyListAnswer = z.object({ data: z.array(KeyResource), meta: z.object({ page: z.object({ total: z.int().nonnegative() }) }) })
const PlainKeyAnswer = z.object({ data: z.object({ attributes: z.object({ key: z.string().min(1).max(1_000) }) }) })

export function readKey(body: unknown): ApiKey | undefined {
  return KeyAnswer.safeParse(body).data?.data
}

export function readKeyPage(body: unknown): { keys: ApiKey[]; total: number } | undefined {
  const parsed = KeyListAnswer.safeParse(body).data
  return parsed === undefined ? undefined : { keys: parsed.data, total: parsed.meta.page.total }
}

/** The text of a key that was just made. */
export function readPlainKey(body: unknown): string | undefined {
  return PlainKeyAnswer.safeParse(body).data?.data.attributes.key
}
