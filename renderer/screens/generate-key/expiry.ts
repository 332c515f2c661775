import type { ExpiryChoice } from '../../../shared/api-key.ts'
import type { Instant } from '../../../shared/instant.ts'
import { asInstant } from '../../time/ticks.ts'

const HOUR = 3600

export const EXPIRIES = ['1h', '12h', '1d', '5d', 'custom', 'never'] as const
export type Expiry = (typeof EXPIRIES)[number]

const SECONDS: Record<Exclude<Expiry, 'custom' | 'never'>, number> = { '1h': HOUR, '12h': 12 * HOUR, '1d': 24 * HOUR, '5d': 120 * HOUR }

/** What a person chose, as the contract has it; `undefined` while a custom time is missing or past. */
export function expiryChoice(expiry: Expiry, customAt: Instant | undefined, now: Instant): ExpiryChoice | undefined {
  switch (expiry) {
    case 'never':
      return { kind: 'never' }
    case 'custom':
      return customAt !== undefined && customAt > now ? { kind: 'at', at: customAt } : undefined
    case '1h':
    case '12h':
    case '1d':
    case '5d':
      return { kind: 'in', seconds: SECONDS[expiry] }
  }
}

/** When a key of that choice ends, were it made now. */
export function endsAt(choice: ExpiryChoice, now: Instant): Instant | 'never' {
  switch (choice.kind) {
    case 'never':
      return 'never'
    case 'at':
      return choice.at
    case 'in':
      return asInstant(now + choice.seconds * 1000)
  }
}
