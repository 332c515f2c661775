import { after, type Instant } from '../../../shared/instant.ts'
import type { Rotation } from '../../../shared/rotation.ts'

const LONGEST_NAME = 80

/**
 * What the new key is called while the old one lives: names tell a person's keys apart, so it takes the old one's name
 * only when that is gone. `attempt` counts from 1.
 */
export function nameBeside(name: string, attempt: number): string {
  const mark = attempt === 1 ? ' (new)' : ` (new ${String(attempt)})`
  return `${name.slice(0, LONGEST_NAME - mark.length)}${mark}`
}

/** When the new key ends: it lives as long as the old one was meant to. */
export function successorEnd({ createdAt, expiresAt }: Rotation['old'], now: Instant): Instant | 'never' {
  return expiresAt === 'never' ? 'never' : after(now, expiresAt - createdAt)
}
