import type { ConnectionId } from '../../../shared/connection.ts'
import type { CheckName, Facts, Finding, FoundCode, Standing } from '../../../shared/doctor.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { ids, WELL } from '../../gallery/samples.ts'

const found = (check: CheckName, code: FoundCode, facts: Facts = {}, more: { standing?: Standing; remedy?: Finding['remedy']; connectionId?: ConnectionId } = {}): Finding =>
  ({ kind: 'found', check, standing: 'fine', code, facts, ...more })

const GOOD: readonly Finding[] = [
  found('keychain', 'keychain_works', { platform: 'linux', ms: 6 }), found('file', 'file_there', { path: '~/.cerby/credentials' }, { remedy: 'showFile' }),
  found('permissions', 'permissions_private', { mode: '0600' }), found('readers', 'readers_agree', { count: 2 }), found('folders', 'folders_private', { count: 6 }),
  found('clock', 'clock_right', { seconds: 0, host: 'acme.cerby.com' }), found('network', 'network_direct'),
  found('workspace', 'workspace_answers', { host: 'acme.cerby.com', ms: 48 }, { connectionId: ids.acme }),
  found('provider', 'provider_answers', { host: 'acme.okta.com', ms: 112, refresh: 'yes', revocation: 'yes' }, { connectionId: ids.acme }),
  found('workspace', 'workspace_answers', { host: '127.0.0.1:4123', ms: 3 }, { connectionId: ids.here }),
  found('provider', 'provider_answers', { host: '127.0.0.1:4123', ms: 4, refresh: 'yes', revocation: 'yes' }, { connectionId: ids.here }),
  found('clipboard', 'clipboard_conceals'), found('tray', 'tray_there'), found('notifications', 'notifications_there'),
  found('versions', 'versions', { list: 'Latchkey 0.1.0, Electron 45.4.1, Chromium 148.0.7778.40, Node 24.12.0, Linux 6.12.9 (x64)' }),
]

const with_ = (...others: readonly Finding[]): Finding[] =>
  [...GOOD.filter(good => !others.some(other => other.check === good.check && other.connectionId === good.connectionId)), ...others]

const answered = (findings: Finding[]) => ({ place: { screen: 'doctor' as const }, answers: { examine: () => findings } })

/** The doctor: looking, well, and each way to be unwell. */
export const doctorGallery: Gallery = {
  'doctor/looking': { place: { screen: 'doctor' }, answers: { examine: 'pending' } },
  'doctor/well': answered([...GOOD]),
  'doctor/one-thing': answered(with_(
    found('permissions', 'permissions_open', { mode: '0640' }, { standing: 'broken', remedy: 'makePrivate' }), found('clipboard', 'clipboard_shows', {}, { standing: 'limit' }), found('tray', 'tray_absent', {}, { standing: 'limit' }),
  )),
  'doctor/unwell': answered(with_(
    { kind: 'failed', check: 'keychain', standing: 'broken', remedy: 'tryKeychain', failure: { code: 'keychain_locked' } },
    found('file', 'file_is_mounted', { path: '~/.cerby/credentials' }, { standing: 'look' }),
    found('readers', 'readers_changed', { profile: 'default' }, { standing: 'broken', remedy: 'writeAgain' }),
    found('clock', 'clock_wrong', { seconds: 420, direction: 'behind', host: 'acme.cerby.com' }, { standing: 'broken', remedy: 'checkAgain' }),
    { kind: 'failed', check: 'network', standing: 'broken', remedy: 'checkAgain', failure: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'tls' } },
    { kind: 'failed', check: 'provider', connectionId: ids.acme, standing: 'broken', remedy: 'checkAgain', failure: { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'tls' } },
    found('folders', 'folders_open', { folder: '~/.config/latchkey/sessions', more: 1 }, { standing: 'look', remedy: 'makePrivate' }),
  )),
  'doctor/nobody-connected': { ...answered(GOOD.filter(({ connectionId }) => connectionId === undefined)), state: { ...WELL, connections: [], defaultConnectionId: undefined } },
}
