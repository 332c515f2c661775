import type { ApiFailure } from '../../../shared/failures.ts'
import { fail, type Outcome } from '../../../shared/outcome.ts'
import type { WorkspaceAccess } from '../../core/api-keys/ports.ts'
import { apiFailure } from './api-failure.ts'
import { askWorkspace, type RequestSurroundings, type WorkspaceAnswer, type WorkspaceRequest } from './workspace-request.ts'

/** A request with the token at hand; after a 401 once more with a new one, for the old one may have been revoked early. */
export async function askAsPerson(
  surroundings: RequestSurroundings, access: WorkspaceAccess, request: Omit<WorkspaceRequest, 'baseUrl'>,
): Promise<Outcome<WorkspaceAnswer, ApiFailure>> {
  const whole = { ...request, baseUrl: access.baseUrl }
  const token = await access.token()
  if (!token.ok) return token
  const first = await askWorkspace(surroundings, whole, token.value)
  if (!first.ok || first.value.status !== 401) return first
  const renewed = await access.renew()
  return renewed.ok ? askWorkspace(surroundings, whole, renewed.value) : renewed
}

/** An answer that is a success, or what its status means. */
export function succeeded(answer: WorkspaceAnswer, now: Parameters<typeof apiFailure>[1], meaning?: (answer: WorkspaceAnswer) => ApiFailure | undefined): Outcome<WorkspaceAnswer, ApiFailure> {
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer }
  return fail(meaning?.(answer) ?? apiFailure(answer, now))
}
