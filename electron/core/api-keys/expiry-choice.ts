import type { ExpiryChoice } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { after, type Instant } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'

/** When a key that is generated now ends. A chosen moment must lie ahead; whether it is too far is the workspace's to say. */
export function expiresAt(choice: ExpiryChoice, now: Instant): Outcome<Instant | 'never', ApiFailure> {
  switch (choice.kind) {
    case 'never':
      return succeed('never')
    case 'in':
      return succeed(after(now, choice.seconds * 1_000))
    case 'at':
      return choice.at > now ? succeed(choice.at) : fail({ code: 'invalid_input', field: 'expiresAt', message: 'The moment has passed.' })
  }
}
