import type { TimelineEntry, TimelinePage } from '../../../shared/activity.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { days, hours, ids, minutes, WELL } from '../../gallery/samples.ts'

type OfMachine = Extract<TimelineEntry, { from: 'machine' }>
type OfWorkspace = Extract<TimelineEntry, { from: 'workspace' }>

const machine = (at: Instant, did: OfMachine['did'], more: Partial<OfMachine> = {}): TimelineEntry => ({ from: 'machine', id: `machine ${at}`, at, did, connectionId: ids.acme, ...more })
const acme = (at: Instant, did: OfWorkspace['did'], more: Partial<OfWorkspace> = {}): TimelineEntry =>
  ({ from: 'workspace', id: `acme ${at}`, at, ...(did === undefined ? {} : { did }), isRefused: false, connectionId: ids.acme, who: 'ada@acme.example', ...more })

const ENTRIES: readonly TimelineEntry[] = [
  machine(minutes(-4), 'tokenCopied'), acme(minutes(-6), 'keyUsed', { about: 'ci-deploy', count: 128 }), machine(minutes(-18), 'tokenRefreshed'),
  machine(minutes(-46), 'tokenRefreshed', { connectionId: ids.here }), acme(hours(-2), 'keyGenerated', { about: 'terraform-prod' }), machine(hours(-2), 'keyCopied', { about: 'terraform-prod' }),
  acme(hours(-3), 'keyRefused', { about: 'old-import', isRefused: true, count: 12, who: 'grace@acme.example' }), acme(hours(-5), 'userInvited', { about: 'grace@acme.example' }),
  machine(hours(-15), 'refreshFailed', { failure: { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' } }), machine(hours(-16), 'fileChangedOutside'), machine(hours(-17), 'filePublished'),
  acme(days(-3), undefined), acme(days(-3.2), 'teamMemberAdded', { about: 'Platform' }), machine(days(-4), 'signedIn', { about: 'Acme' }), acme(days(-4), 'signedIn'),
  machine(days(-20), 'signedOut', { about: 'Initech', connectionId: undefined }), machine(days(-20.1), 'keyDeleted', { about: 'nightly' }),
]

const page = (entries: readonly TimelineEntry[], more: Partial<TimelinePage> = {}) => ({ place: { screen: 'activity' as const }, answers: { readTimeline: () => ({ entries: [...entries], missing: [], ...more }) } })

/** The timeline: full, being read, empty, narrowed to nothing, and with a log missing. */
export const activityGallery: Gallery = {
  'activity/all': page(ENTRIES),
  'activity/reading': { place: { screen: 'activity' }, answers: { readTimeline: 'pending' } },
  'activity/empty': page([]),
  'activity/nothing-fits': { ...page([]), play: [{ press: words => words.t('activity.group.people') }] },
  'activity/log-missing': page(ENTRIES.filter(({ from }) => from === 'machine'), { missing: [{ connectionId: ids.acme, failure: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'offline' } }] }),
  'activity/nobody-connected': { ...page(ENTRIES.filter(({ from }) => from === 'machine').slice(-2)), state: { ...WELL, connections: [], defaultConnectionId: undefined } },
}
