import { z } from 'zod'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { retryAfterSeconds } from '../network/retry-after.ts'
import type { WorkspaceAnswer } from './workspace-request.ts'

// `status` is a string in some of the published examples and a number in others. Nothing is decided by it.
const ErrorBody = z.object({
  errors: z.array(z.object({
    code: z.string().optional(),
    title: z.string().optional(),
    detail: z.string().optional(),
    status: z.union([z.string(), z.number()]).optional(),
    meta: z.object({ loc: z.array(z.union([z.string(), z.number()])).optional(), msg: z.string().optional() }).optional(),
  })).min(1),
})

/** "Retry in five minutes", as the published error says. */
const USUAL_WAIT_SECONDS = 300
const LONGEST_MESSAGE = 300

/** A server's text, fit to be shown: one line, no control characters, cut. */
export function shownText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim().slice(0, LONGEST_MESSAGE)
}

function invalidInput(body: unknown): ApiFailure {
  const { meta, detail, title } = ErrorBody.safeParse(body).data?.errors[0] ?? {}
  const field = meta?.loc?.findLast(part => typeof part === 'string') ?? ''
  return { code: 'invalid_input', field: shownText(String(field)), message: shownText(meta?.msg ?? detail ?? title ?? '') }
}

/** Statuses that mean one thing whatever stands in the body. 401 comes here only after a fresh token was refused too. */
const PLAIN: Readonly<Record<number, ApiFailure>> = {
  401: { code: 'sign_in_required' }, 403: { code: 'not_allowed' }, 405: { code: 'unsupported' }, 409: { code: 'name_taken' }, 501: { code: 'unsupported' },
}

/** A conflict about anything but a name is told in the workspace's words: it was rotated already, it has expired. */
export function conflictOfKey(answer: WorkspaceAnswer): ApiFailure | undefined {
  return answer.status === 409 ? invalidInput(answer.body) : undefined
}

/** What a status that is no success means. */
export function apiFailure({ status, body, retryAfter }: WorkspaceAnswer, now: Instant): ApiFailure {
  if (status === 400 || status === 422) return invalidInput(body)
  // The contract's 404 comes with an error body; a route that isn't there at all comes without.
  if (status === 404) return { code: ErrorBody.safeParse(body).success ? 'not_found' : 'unsupported' }
  if (status === 429) return { code: 'rate_limited', retryAfterSeconds: retryAfterSeconds(retryAfter, now) ?? USUAL_WAIT_SECONDS }
  return PLAIN[status] ?? { code: 'workspace_failed', status }
}
