import type { Connection } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import type { AccessTo, EnvFile, KeysApi, SecretClipboard } from '../api-keys/ports.ts'
import type { Secret } from '../secret.ts'
import type { Clock, Timer } from '../session/ports.ts'
import type { Tell } from '../state/app-events.ts'

/** Calls a workspace with an API key itself, once. Gives the status of the workspace's own answer, whatever it is. */
export interface KeyProbe {
  call(baseUrl: string, path: string, key: Secret): Promise<Outcome<{ status: number }, ApiFailure>>
}

/** Keeps rotations over restarts, oldest first. */
export interface RotationShelf {
  list(): Promise<Rotation[]>
  keep(rotation: Rotation): Promise<void>
  drop(id: string): Promise<void>
}

/** What rotations are made of. */
export interface RotationParts {
  api: KeysApi
  probe: KeyProbe
  accessTo: AccessTo
  connections: () => readonly Connection[]
  clipboard: SecretClipboard
  envFile: EnvFile
  shelf: RotationShelf
  clock: Clock
  timer: Timer
  tell: Tell
  /** A fresh UUID each time. */
  newId: () => string
  reportBug: (error: unknown) => void
}
