import { z } from 'zod'
import { Instant } from './instant.ts'
import { WorkspaceRole } from './workspace.ts'

/*
 * Every failure that a person can meet: a stable code, and what its words need. Nothing here may hold a secret or a
 * text that came from a server unchecked. The words stand in words/<language>/failures.ts.
 */

/** Why a host gave no usable answer, told apart because the way out differs. */
export const NetworkTrouble = z.enum([
  'offline', 'no_such_host', 'refused', 'no_answer', 'tls', 'captive_portal', 'proxy', 'proxy_wants_password', 'server_error',
])
export type NetworkTrouble = z.infer<typeof NetworkTrouble>

const bare = <Code extends string>(code: Code) => z.strictObject({ code: z.literal(code) })
const atHost = <Code extends string>(code: Code) => z.strictObject({ code: z.literal(code), host: z.string() })
const unreachable = <Code extends string>(code: Code) =>
  z.strictObject({ code: z.literal(code), host: z.string(), trouble: NetworkTrouble, retryAfterSeconds: z.number().optional() })
const atPath = <Code extends string>(code: Code) => z.strictObject({ code: z.literal(code), path: z.string() })

// Words of an OAuth error response are limited by RFC 6749 (section 5.2) to printable ASCII; ours are shorter still.
const oauthError = z.string().regex(/^[\x21-\x7e]{1,64}$/).catch('unknown')

const keychain = [bare('keychain_locked'), bare('keychain_unavailable'), bare('keychain_denied'), bare('keychain_timed_out'), bare('keychain_corrupt'), bare('session_not_saved')] as const

/** The keychain could not answer, or the sealed session beside it not be written. Absence of an entry is no failure: it means signed out. */
export const KeychainFailure = z.discriminatedUnion('code', [...keychain])
export type KeychainFailure = z.infer<typeof KeychainFailure>

const provider = [
  unreachable('provider_unreachable'),
  z.strictObject({ code: z.literal('provider_answer_unusable'), host: z.string(), detail: z.string() }),
  z.strictObject({ code: z.literal('grant_refused'), error: oauthError }),
  z.strictObject({ code: z.literal('clock_wrong'), offsetSeconds: z.number() }),
] as const

/** What can go wrong between us and the OpenID provider. `grant_refused` alone ends a session. */
export const ProviderFailure = z.discriminatedUnion('code', [...provider])
export type ProviderFailure = z.infer<typeof ProviderFailure>

const workspace = [unreachable('workspace_unreachable'), atHost('not_a_workspace'), atHost('insecure_address'), bare('malformed_address')] as const

/** A workspace's address led nowhere. */
export const FindFailure = z.discriminatedUnion('code', [...workspace, bare('workspace_did_not_start')])
export type FindFailure = z.infer<typeof FindFailure>

const publication = [
  atPath('disk_full'), atPath('read_only'), atPath('no_permission'), atPath('is_directory'), atPath('parent_missing'), atPath('not_utf8'),
  atPath('too_large'), atPath('lock_held'), atPath('network_share'), atPath('mounted_file'), atPath('not_ours'), atPath('write_failed'),
  z.strictObject({ code: z.literal('unreadable_by_tools'), path: z.string(), line: z.int() }),
  z.strictObject({ code: z.literal('profile_taken'), path: z.string(), profile: z.string() }),
] as const

/** The shared credentials file could not be written. The old file still stands, whole. */
export const PublicationFailure = z.discriminatedUnion('code', [...publication])
export type PublicationFailure = z.infer<typeof PublicationFailure>

const signIn = [
  bare('canceled'), bare('consent_denied'), bare('browser_did_not_return'), bare('provider_lacks_pkce'), bare('workspace_did_not_start'),
  z.strictObject({ code: z.literal('redirect_port_unavailable'), ports: z.array(z.int()) }),
  z.strictObject({ code: z.literal('role_may_not'), role: WorkspaceRole, workspaceName: z.string() }),
  z.strictObject({ code: z.literal('unexpected_account'), expected: z.string(), actual: z.string() }),
] as const

/** Why a sign-in ended without a session. */
export const SignInFailure = z.discriminatedUnion('code', [...signIn, ...workspace, ...provider, ...keychain])
export type SignInFailure = z.infer<typeof SignInFailure>

/** Why the last refresh gave no token, while the session still stands. */
export const RefreshFailure = z.discriminatedUnion('code', [...provider, ...keychain, bare('refresh_lock_held'), bare('paused')])
export type RefreshFailure = z.infer<typeof RefreshFailure>

const api = [
  unreachable('workspace_unreachable'),
  bare('sign_in_required'), bare('not_allowed'), bare('not_found'), bare('name_taken'), bare('unsupported'), bare('no_such_connection'),
  z.strictObject({ code: z.literal('invalid_input'), field: z.string(), message: z.string().max(300) }),
  z.strictObject({ code: z.literal('rate_limited'), retryAfterSeconds: z.number() }),
  z.strictObject({ code: z.literal('workspace_failed'), status: z.int() }),
] as const

/** What the workspace's API can answer instead of what was asked, and why no token for it could be had. */
export const ApiFailure = z.discriminatedUnion('code', [...api, ...provider, ...keychain, bare('refresh_lock_held')])
export type ApiFailure = z.infer<typeof ApiFailure>

const reveal = [bare('reveal_over'), bare('clipboard_failed'), bare('file_not_chosen'), bare('key_damaged')] as const
/** A key that was shown once can't be taken any more, or could not be put where it was meant to go. */
export const RevealFailure = z.discriminatedUnion('code', [...reveal, ...api, ...provider, ...keychain, bare('refresh_lock_held'), atPath('env_file_failed')])
export type RevealFailure = z.infer<typeof RevealFailure>

/** The new key of a rotation did not do what it should. */
export const RotationTrouble = z.discriminatedUnion('code', [bare('key_refused')])
export type RotationTrouble = z.infer<typeof RotationTrouble>

/** A rotation could not begin. */
export const RotationFailure = z.discriminatedUnion('code', [bare('already_rotating'), ...api, ...provider, ...keychain, bare('refresh_lock_held')])
export type RotationFailure = z.infer<typeof RotationFailure>

/** The old key of a rotation was not deleted. */
export const DeleteOldFailure = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('key_still_used'), lastUsedAt: Instant }), bare('new_key_gone'), bare('rotation_over'), ...api, ...provider, ...keychain, bare('refresh_lock_held'),
])
export type DeleteOldFailure = z.infer<typeof DeleteOldFailure>

/** The new key of a rotation could not be put where it was meant to go. */
export const PutFailure = z.discriminatedUnion('code', [...reveal, ...api, ...provider, ...keychain, bare('refresh_lock_held'), atPath('env_file_failed'), bare('rotation_over')])
export type PutFailure = z.infer<typeof PutFailure>

/** A token could not be copied. */
export const CopyFailure = z.discriminatedUnion('code', [bare('sign_in_required'), bare('clipboard_failed'), bare('no_such_connection')])
export type CopyFailure = z.infer<typeof CopyFailure>

/** A profile could not be renamed or made the default. */
export const ProfileFailure = z.discriminatedUnion('code', [
  ...publication, bare('profile_name_invalid'), z.strictObject({ code: z.literal('profile_in_use'), profile: z.string() }), bare('no_such_connection'),
])
export type ProfileFailure = z.infer<typeof ProfileFailure>

/** Any failure that words exist for. */
export type Failure =
  | KeychainFailure | ProviderFailure | FindFailure | PublicationFailure | SignInFailure | RefreshFailure | ApiFailure | RevealFailure
  | CopyFailure | ProfileFailure | RotationTrouble | RotationFailure | DeleteOldFailure | PutFailure
