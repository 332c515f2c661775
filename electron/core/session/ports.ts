import type { ConnectionId, KeepFresh } from '../../../shared/connection.ts'
import type { ApiFailure, FindFailure, KeychainFailure, ProviderFailure, PublicationFailure } from '../../../shared/failures.ts'
import type { Instant, Seconds } from '../../../shared/instant.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { ProfileName } from '../../../shared/profile.ts'
import type { Workspace, WorkspaceUser } from '../../../shared/workspace.ts'
import type { Secret } from '../secret.ts'

/** The wall clock and a clock that never jumps, both in milliseconds. */
export interface Clock {
  now(): Instant
  /** Milliseconds since some fixed moment; goes on counting whatever the wall clock does. */
  monotonicMs(): number
}

/** One-shot timers. They are hints: they stop in sleep, so whoever waits looks at the clock again. */
export interface Timer {
  /** Calls `then` once, about `ms` from now, unless canceled by the returned function. */
  after(ms: number, then: () => void): () => void
}

/** A number in [0, 1). */
export type Random = () => number

/** What a session holds between refreshes. Sealed at rest; the refresh token stands nowhere else. */
export interface HeldTokens {
  refreshToken: Secret | undefined
  accessToken: Secret
  idToken: Secret | undefined
  issuedAt: Instant
  expiresAt: Instant
  /**
   * Set while the refresh token is on its way to the provider. Found at a start, it says that a process died on the way
   * or heard no answer: the token may be spent, and is used again at once, while a provider may still forgive that.
   */
  spendingSince?: Instant | undefined
}

/** What the keychain and the sealed file say of a session. Only `absent` means that nobody signed in. */
export type SealedRead =
  | { kind: 'found'; tokens: HeldTokens }
  | { kind: 'absent' }
  /** The blob or its key is there, but they don't fit: restored from a backup, say. */
  | { kind: 'damaged' }
  | { kind: 'failed'; failure: KeychainFailure }

/** Keeps each session's tokens, sealed under a key that only the keychain holds. */
export interface SessionVault {
  read(id: ConnectionId): Promise<SealedRead>
  /** When this gives success the tokens survive a crash and were read back. */
  write(id: ConnectionId, tokens: HeldTokens): Promise<Outcome<null, KeychainFailure>>
  /** Deletes key and blob; deleting what isn't there succeeds. */
  forget(id: ConnectionId): Promise<Outcome<null, KeychainFailure>>
  /** The person asks to try again: a locked keychain may ask for its password once more. */
  mayAskAgain(): void
}

/** How a provider wants its loopback redirect (Okta knows fixed ports and `localhost` alone). */
export interface LoopbackShape {
  host: '127.0.0.1' | 'localhost'
  ports: 'any' | readonly number[]
}

/** A provider whose discovery document was read and checked. */
export interface DiscoveredProvider {
  issuer: string
  clientId: string
  issuerHost: string
  /** Whether it publishes a revocation endpoint (RFC 8414, section 2). */
  canRevoke: boolean
}

/** An authorization request that was sent off, and what its answer must match. */
export interface AuthorizationRequest {
  url: string
  redirectUri: string
  state: Secret
  nonce: Secret
  codeVerifier: Secret
}

/** An answer of the token endpoint. `expiresIn` counts from `receivedAt`. */
export interface TokenAnswer {
  accessToken: Secret
  refreshToken: Secret | undefined
  idToken: Secret | undefined
  expiresIn: Seconds
  receivedAt: Instant
}

/** An answer to a refresh. */
export interface RefreshAnswer extends TokenAnswer {
  /** Its ID token names another subject or sign-in than the one held (OpenID Connect Core, section 12.2): these are somebody else's tokens. */
  isForAnother: boolean
}

/** An OpenID provider, as RFC 6749, 7636, 9207 and OpenID Connect Core have it. */
export interface IdentityProvider {
  discover(issuer: string, clientId: string): Promise<Outcome<DiscoveredProvider, ProviderFailure | { code: 'provider_lacks_pkce' }>>
  /** `extra` goes into the authorization URL as it is. */
  authorizationRequest(provider: DiscoveredProvider, redirectUri: string, extra: Readonly<Record<string, string>>): Promise<AuthorizationRequest>
  exchange(provider: DiscoveredProvider, request: AuthorizationRequest, callback: Secret): Promise<Outcome<TokenAnswer, ProviderFailure | { code: 'consent_denied' }>>
  /** @param idToken  the one held, where there is one */
  refresh(provider: DiscoveredProvider, refreshToken: Secret, idToken?: Secret): Promise<Outcome<RefreshAnswer, ProviderFailure>>
  /** RFC 7009. Gives false when the provider could not be told within 5 seconds. */
  revoke(provider: DiscoveredProvider, token: Secret, hint: 'refresh_token' | 'access_token'): Promise<boolean>
}

/** A listener for one redirect (RFC 8252, section 7.3). It listens before anybody opens a browser. */
export interface LoopbackListener {
  redirectUri: string
  /**
   * Waits for the redirect that carries this state. The secret is the whole callback URL. It may be asked for several
   * states at once (a page opened again): the first redirect that carries one of them answers that one and cancels the
   * others. The listener then shows the browser its last page and closes by itself.
   */
  answer(state: Secret): Promise<Outcome<Secret, { code: 'browser_did_not_return' } | { code: 'canceled' }>>
  /** Stops listening; a pending answer becomes `canceled`. Closing twice is harmless. */
  close(): Promise<void>
}

export interface BrowserRedirect {
  /** `deadlineMs` from now the listener closes by itself. */
  listen(shape: LoopbackShape, deadlineMs: number): Promise<Outcome<LoopbackListener, { code: 'redirect_port_unavailable'; ports: number[] }>>
}

/** Opens an address in the system browser, or in the one named; false when there was none to open it. */
export type OpenBrowser = (url: string, browserId?: string) => Promise<boolean>

/** The parts of the workspace's API that signing in needs. */
export interface WorkspaceDoor {
  /** Parses what a person typed, asks `GET /workspace` there. */
  find(address: string): Promise<Outcome<Workspace, FindFailure>>
  me(workspace: Workspace, token: Secret): Promise<Outcome<WorkspaceUser, ApiFailure>>
}

/** The service that runs on this computer. Starting it twice gives the same one. */
export interface EmbeddedWorkspace {
  /** `setupToken` is there while no Owner exists: whoever brings it may create that account. */
  start(): Promise<Outcome<{ url: string; setupToken: Secret | undefined }, { code: 'workspace_did_not_start' }>>
}

/** A connection as it is remembered between starts. No secret. */
export interface ConnectionRecord {
  id: ConnectionId
  workspace: Workspace
  user: WorkspaceUser
  profile: ProfileName
  keepFresh: KeepFresh
  /** The browser that this person signs in with. */
  browserId?: string | undefined
  isDefault: boolean
  /** The last section that we wrote and when, so that a foreign section is told from ours. */
  publishedAt: Instant | undefined
  connectedAt: Instant
  /** Names under which our section may stand too, since we may have been killed between writing one and deleting the other. */
  strays?: ProfileName[] | undefined
  /** The person signed out, and not everything is tidied up yet: this is no connection any more. */
  leavingSince?: Instant | undefined
  /** A panic ended it, and this has still to be done with its sealed tokens; they are kept for nothing else. */
  owed?: Owed | undefined
}

/** What a session that a panic ended owes: keys to delete first, then its own revocation. */
export interface Owed {
  keys: { keyId: string; name: string }[]
  /** Every key of the person; they could not be listed yet. */
  allKeys: boolean
}

export interface ConnectionRecords {
  list(): Promise<ConnectionRecord[]>
  /** Adds the record, or replaces the one with its id. */
  keep(record: ConnectionRecord): Promise<void>
  drop(id: ConnectionId): Promise<void>
}

/** What the shared credentials file gets for one profile. */
export interface Publication {
  profile: ProfileName
  workspaceSlug: string
  baseUrl: string
  bearerToken: Secret
  expiresAt: Instant
  /** Whether our own record says that this section is ours. */
  isOurs: boolean
  /** The person said that somebody else's section may be taken over. */
  takeOver: boolean
}

export interface TokenPublisher {
  publish(publication: Publication): Promise<Outcome<{ at: Instant }, PublicationFailure>>
  /**
   * Takes token and expiration out; other lines of the section stay.
   *
   * @param dead  the token that has ended. Another one whose end lies ahead was put there by another process of ours, and
   *   stays. Undefined for whatever stands there.
   */
  withdraw(profile: ProfileName, dead: Secret | undefined): Promise<Outcome<{ at: Instant }, PublicationFailure>>
  /** Takes our four keys out, and the section with them when nothing else is in it. */
  remove(profile: ProfileName): Promise<Outcome<{ at: Instant }, PublicationFailure>>
}

/** What stands in the file for a profile, whoever wrote it. */
export type SectionRead =
  | {
      kind: 'section'
      bearerToken: Secret | undefined
      expiresAt: Instant | undefined
      workspaceSlug: string | undefined
      baseUrl: string | undefined
    }
  | { kind: 'no_section' }
  | { kind: 'no_file' }

/** Reads the shared credentials file as any other tool would. */
export interface PublishedSections {
  read(profile: ProfileName): Promise<Outcome<SectionRead, PublicationFailure>>
}

/** One holder per connection over all processes of ours on this machine. */
export interface SessionLock {
  /** Runs `work` while holding the lock; `undefined` when it could not be had within `waitMs`. */
  whileHeld<T>(id: ConnectionId, waitMs: number, work: () => Promise<T>): Promise<T | undefined>
}
