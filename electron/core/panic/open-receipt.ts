import type { PanicStanding } from '../../../shared/panic.ts'
import type { DepartedSession } from '../session/departure.ts'
import type { Line } from './receipt.ts'

/** The receipt while it is filled: each change is told, and kept. */
export interface OpenReceipt {
  note(line: Line, standing: PanicStanding): void
  done(line: Line): void
  listed(departed: DepartedSession, keys: { keyId: string; name: string }[]): void
}
