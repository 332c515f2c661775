import type { ConnectionId } from '../../../shared/connection.ts'
import type { CheckName, Facts, Finding, FoundCode, Remedy, Standing } from '../../../shared/doctor.ts'

type More = { remedy?: Remedy; connectionId?: ConnectionId | undefined }
type Failure = Extract<Finding, { kind: 'failed' }>['failure']

/** A finding with words of its own. */
export function found(check: CheckName, standing: Standing, code: FoundCode, facts: Facts = {}, more: More = {}): Finding {
  return { kind: 'found', check, standing, code, facts, ...more }
}

/** A failure that words exist for already. */
export function failed(check: CheckName, standing: Standing, failure: Failure, more: More = {}): Finding {
  return { kind: 'failed', check, standing, failure, ...more }
}
