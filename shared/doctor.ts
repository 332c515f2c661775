import { z } from 'zod'
import { ConnectionId } from './connection.ts'
import { FindFailure, KeychainFailure, ProviderFailure, PublicationFailure } from './failures.ts'

/** What the doctor looks at, in the order in which it is shown. */
export const CheckName = z.enum([
  'keychain', 'file', 'permissions', 'readers', 'folders', 'clock', 'network', 'workspace', 'provider', 'clipboard', 'tray', 'notifications', 'versions',
])
export type CheckName = z.infer<typeof CheckName>

/** `limit`: this desktop can't do better, and nobody has to act. */
export const Standing = z.enum(['fine', 'limit', 'look', 'broken'])
export type Standing = z.infer<typeof Standing>

/** What one click can do about a finding. */
export const Remedy = z.enum(['makePrivate', 'showFile', 'tryKeychain', 'writeAgain', 'checkAgain'])
export type Remedy = z.infer<typeof Remedy>

/** What a check can find that is no failure known elsewhere. Its words are `doctor.found.<code>`. */
export const FoundCode = z.enum([
  'keychain_works', 'file_there', 'file_absent', 'file_is_link', 'file_is_mounted', 'file_on_share', 'file_variable_refused',
  'permissions_private', 'permissions_open', 'permissions_not_ours', 'permissions_by_system', 'permissions_no_file',
  'readers_agree', 'readers_no_section', 'readers_stop', 'readers_changed', 'folders_private', 'folders_open', 'folders_by_system',
  'clock_right', 'clock_wrong', 'clock_unknown', 'network_direct', 'network_proxy', 'network_offline', 'network_unasked',
  'workspace_answers', 'workspace_is_another', 'provider_answers', 'provider_is_another', 'provider_without_pkce',
  'clipboard_conceals', 'clipboard_shows', 'tray_there', 'tray_absent', 'notifications_there', 'notifications_absent', 'versions',
  'timed_out', 'check_failed',
])
export type FoundCode = z.infer<typeof FoundCode>

/** Names and numbers for the words; never a secret, and paths as a person writes them (`~/...`). */
export const Facts = z.record(z.string().max(40), z.union([z.string().max(400), z.number()]))
export type Facts = z.infer<typeof Facts>

const About = {
  check: CheckName,
  /** The connection that it is about; none for what concerns this computer. */
  connectionId: ConnectionId.optional(),
  standing: Standing,
  remedy: Remedy.optional(),
}

/** What a check found: something of its own, or a failure whose words are known already. */
export const Finding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('found'), ...About, code: FoundCode, facts: Facts }),
  z.strictObject({ kind: z.literal('failed'), ...About, failure: z.union([KeychainFailure, PublicationFailure, FindFailure, ProviderFailure]) }),
])
export type Finding = z.infer<typeof Finding>
