import type { AppState } from '../../../shared/app-state.ts'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { PublicationFailure, RefreshFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import type { SignInReason } from '../../../shared/session-state.ts'
import type { Gallery, GalleryState } from '../../gallery/gallery-state.ts'
import { acme, EMPTY, globex, here, hours, minutes, NOW, WELL } from '../../gallery/samples.ts'
import { RenameDialog } from './rename-dialog.tsx'
import './home.css'

const nothing = () => undefined

function waiting(connection: Connection, failure: RefreshFailure, expiresIn = 11): Connection {
  return { ...connection, session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'waiting', issuedAt: minutes(expiresIn - 60), expiresAt: minutes(expiresIn), retryAt: minutes(2), failure } } }
}

function ended(connection: Connection, reason: SignInReason): Connection {
  return { ...connection, session: { kind: 'signInRequired', reason, since: minutes(-3) }, publication: { kind: 'withdrawn', at: minutes(-3) } }
}

function published(connection: Connection, publication: PublicationState): Connection {
  return { ...connection, session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'fresh', issuedAt: minutes(-6), expiresAt: minutes(54), refreshesAt: minutes(39) } }, publication }
}

function unwritten(connection: Connection, failure: PublicationFailure): Connection {
  return published(connection, { kind: 'failed', failure, retryAt: minutes(1) })
}

function home(...connections: Connection[]): GalleryState {
  return { state: { ...EMPTY, connections, defaultConnectionId: connections[0]?.id } satisfies AppState }
}

const path = '~/.cerby/credentials'
const soon: Connection = { ...acme, session: { kind: 'signedIn', keptIn: 'memory', token: { kind: 'fresh', issuedAt: minutes(-56), expiresAt: minutes(4), refreshesAt: minutes(-1) } } }
const resting: Connection = { ...here, keepFresh: { kind: 'until', at: hours(3) }, session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'resting', issuedAt: minutes(-30), expiresAt: minutes(30) } } }

/** Every truth that a card can tell. */
export const homeGallery: Gallery = {
  'home/browser': { state: WELL, play: [{ press: words => words.t('home.more', { name: 'Acme' }) }, { press: words => words.t('home.menu.browser') }] },
  'home/paused': home({ ...acme, keepFresh: { kind: 'paused', before: 'always' }, session: { kind: 'signedIn', keptIn: 'keychain', token: { kind: 'resting', issuedAt: minutes(-30), expiresAt: minutes(30) } } }),
  'home/well': { state: WELL },
  'home/one': home(acme),
  'home/update': { state: { ...WELL, isUpdateReady: true } },
  'home/trouble': home(waiting(acme, { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' }), ended(globex, 'session_ended'), unwritten(here, { code: 'disk_full', path })),
  'home/expired-offline': home({ ...waiting(acme, { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'offline' }, -4), publication: { kind: 'withdrawn', at: minutes(-4) } }, waiting(globex, { code: 'keychain_locked' })),
  'home/networks': home(waiting(acme, { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'captive_portal' }), waiting(globex, { code: 'provider_unreachable', host: 'globex.okta.com', trouble: 'tls' }), waiting(here, { code: 'clock_wrong', offsetSeconds: 540 })),
  'home/sign-in': home(ended({ ...acme, user: { ...acme.user, role: 'user' } }, 'role_lost'), ended(globex, 'session_missing'), ended(here, 'session_damaged'), ended({ ...globex, id: 'second' as ConnectionId, user: { ...globex.user, email: 'grace@globex.example' } }, 'other_account')),
  'home/opening': home({ ...acme, session: { kind: 'restoring' }, publication: { kind: 'unwritten' } }, { ...globex, session: { kind: 'unreadable', failure: { code: 'keychain_locked' }, retryAt: minutes(1) } }),
  'home/file': home(published(acme, { kind: 'changedOutside', change: 'section_edited', at: minutes(-2) }), unwritten(globex, { code: 'profile_taken', path, profile: 'globex' }), published(here, { kind: 'unwritten' })),
  'home/file-gone': home(published(acme, { kind: 'changedOutside', change: 'file_removed', at: minutes(-2) }), unwritten(globex, { code: 'unreadable_by_tools', path, line: 12 })),
  'home/soon': home(soon, resting),
  'home/copied': { state: { ...WELL, clipboard: { kind: 'holding', what: 'bearerToken', copiedAt: minutes(0), clearsAt: (NOW + 27_000) as Instant, isConcealed: true } } },
  'home/still-there': { state: { ...WELL, clipboard: { kind: 'stillThere', what: 'bearerToken' } } },
  'home/menu': { state: WELL, play: [{ press: words => words.t('home.more', { name: 'This computer' }) }] },
  'home/keep-fresh': { state: home(acme).state ?? WELL, play: [{ press: words => words.t('home.keepFresh', { how: words.t('home.keep.always') }) }] },
  'home/sign-out': { state: home(acme).state ?? WELL, play: [{ press: words => words.t('home.more', { name: 'Acme' }) }, { press: words => words.t('home.menu.signOut') }] },
  'home/rename': { view: () => <RenameDialog connection={globex} failure={{ code: 'profile_in_use', profile: 'default' }} isRunning={false} onRename={nothing} onClose={nothing} /> },
}
