import type { Input, Output } from '../../../shared/contract.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { expiresAt } from './expiry-choice.ts'
import type { KeyFlowParts } from './ports.ts'
import type { Reveals } from './reveals.ts'

/** When the keys of attempts that may be repeated end: a repeated attempt must be the same request to the last character. */
export type AttemptEnds = Map<string, Instant | 'never'>

const MOST_ATTEMPTS = 20

function endOf({ attemptId, expiry }: Input<'generateKey'>, ends: AttemptEnds, now: Instant): Outcome<Instant | 'never', ApiFailure> {
  const known = ends.get(attemptId)
  if (known !== undefined) return succeed(known)
  const end = expiresAt(expiry, now)
  if (!end.ok) return end
  const [oldest] = ends.keys()
  if (ends.size >= MOST_ATTEMPTS && oldest !== undefined) ends.delete(oldest)
  ends.set(attemptId, end.value)
  return end
}

/** Makes a key and holds its text for the one showing. The same `attemptId` again makes no second key. */
export async function generateKey(
  { api, accessTo, clock, tell }: KeyFlowParts, reveals: Reveals, ends: AttemptEnds, input: Input<'generateKey'>,
): Promise<Output<'generateKey'>> {
  const access = accessTo(input.connectionId)
  if (!access.ok) return access
  const end = endOf(input, ends, clock.now())
  if (!end.ok) return fail(end.failure)
  const { name, scopes } = input
  const fresh = await api.generate(access.value, input.attemptId, { name, scopes, expiresAt: end.value })
  if (!fresh.ok) return fresh
  tell({ kind: 'keyMade', key: { connectionId: input.connectionId, keyId: fresh.value.key.id, name: fresh.value.key.name, madeAt: clock.now() } })
  tell({ kind: 'keysChanged' })
  return succeed(reveals.hold(input.connectionId, fresh.value))
}
