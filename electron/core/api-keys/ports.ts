import type { ApiKey, KeyPage, KeyQuery } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Secret } from '../secret.ts'
import type { Clock, Timer } from '../session/ports.ts'
import type { Tell } from '../state/app-events.ts'

/** A key that was just made: its public part, and its text for the one showing. */
export interface FreshKey {
  key: ApiKey
  plain: Secret
}

/** Where a call goes, and with which token. `token` refreshes by itself where it must; `renew` asks for a new one after a 401. */
export interface WorkspaceAccess {
  baseUrl: string
  token(): Promise<Outcome<Secret, ApiFailure>>
  renew(): Promise<Outcome<Secret, ApiFailure>>
}

/** The workspace's endpoints for keys and secrets. Each call refreshes and retries once after a 401, never twice. */
export interface KeysApi {
  list(access: WorkspaceAccess, query: KeyQuery): Promise<Outcome<KeyPage, ApiFailure>>
  read(access: WorkspaceAccess, keyId: string): Promise<Outcome<ApiKey, ApiFailure>>
  /** `attemptId` becomes the Idempotency-Key: a retry after a lost answer makes no second key. */
  generate(access: WorkspaceAccess, attemptId: string, key: { name: string; scopes: string[]; expiresAt: Instant | 'never' }): Promise<Outcome<FreshKey, ApiFailure>>
  change(access: WorkspaceAccess, keyId: string, change: { name?: string; scopes?: string[] }): Promise<Outcome<ApiKey, ApiFailure>>
  rotate(access: WorkspaceAccess, attemptId: string, keyId: string, overlapSeconds: number): Promise<Outcome<FreshKey, ApiFailure>>
  remove(access: WorkspaceAccess, keyId: string): Promise<Outcome<null, ApiFailure>>
  storeSecret(access: WorkspaceAccess, name: string, value: Secret): Promise<Outcome<null, ApiFailure>>
}

/** Gives access to a connected workspace; `no_such_connection` for an unknown one. */
export type AccessTo = (id: ConnectionId) => Outcome<WorkspaceAccess, ApiFailure>

/** Puts a secret on the clipboard, hidden from histories where the system can, and clears it in time. */
export interface SecretClipboard {
  put(what: 'bearerToken' | 'apiKey', secret: Secret): Promise<Outcome<{ clearsAt: Instant }, { code: 'clipboard_failed' }>>
  /** Clears what is still ours. */
  clear(): Promise<void>
}

/** Asks the person for a .env file and writes one variable to it, 0600. */
export interface EnvFile {
  save(variable: string, secret: Secret): Promise<Outcome<{ path: string }, { code: 'file_not_chosen' } | { code: 'env_file_failed'; path: string }>>
}

/** What the flows around keys are made of. */
export interface KeyFlowParts {
  api: KeysApi
  accessTo: AccessTo
  clipboard: SecretClipboard
  envFile: EnvFile
  clock: Clock
  timer: Timer
  tell: Tell
  /** A fresh UUID each time. */
  newRevealId: () => string
  /** A key's showing is over: whoever draws it closes the dialog. */
  revealClosed: (revealId: string) => void
}
