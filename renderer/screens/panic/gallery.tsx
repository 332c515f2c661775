import type { PanicItem, PanicReceipt } from '../../../shared/panic.ts'
import type { Gallery, GalleryState } from '../../gallery/gallery-state.ts'
import { EMPTY, ids, minutes, WELL } from '../../gallery/samples.ts'

const done = { kind: 'done', at: minutes(0) } as const

function shown(items: PanicItem[], isUnderway = false): GalleryState {
  const receipt: PanicReceipt = { startedAt: minutes(-1), items }
  return { state: { ...EMPTY, panic: { kind: 'shown', receipt, isUnderway } } }
}

const local: PanicItem[] = [
  { subject: { kind: 'clipboard' }, standing: done },
  { connectionId: ids.acme, subject: { kind: 'section', profile: 'default' }, standing: done },
  { connectionId: ids.here, subject: { kind: 'section', profile: 'this-computer' }, standing: done },
]
const keys = (standing: PanicItem['standing']): PanicItem[] => ['ci-deploy', 'terraform-prod', 'audit-export'].map((name, index) =>
  ({ connectionId: ids.acme, subject: { kind: 'key', workspace: 'Acme', keyId: `key-${index}`, name }, standing }))
const ends = (standing: PanicItem['standing']): PanicItem[] => [
  { connectionId: ids.acme, subject: { kind: 'session', workspace: 'Acme' }, standing },
  { connectionId: ids.here, subject: { kind: 'session', workspace: 'This computer' }, standing: done },
  { connectionId: ids.acme, subject: { kind: 'keychain', workspace: 'Acme' }, standing },
  { connectionId: ids.here, subject: { kind: 'keychain', workspace: 'This computer' }, standing: done },
]
const waiting = { kind: 'waiting' } as const
const queued = { kind: 'queued', why: 'unreachable' } as const

/** The question, and each way that it ends. */
export const panicGallery: Gallery = {
  'panic/question': { state: { ...WELL, madeKeys: [{ connectionId: ids.acme, keyId: 'k1', name: 'ci-deploy', madeAt: minutes(-90) }, { connectionId: ids.acme, keyId: 'k2', name: 'audit-export', madeAt: minutes(-900) }] }, place: { overlay: { kind: 'panic' } } },
  'panic/question-choose': { state: WELL, place: { overlay: { kind: 'panic' } }, play: [{ press: words => words.t('panic.keys.chosen') }] },
  'panic/underway': shown([...local, ...keys(waiting), ...ends(waiting)], true),
  'panic/done': shown([...local, ...keys(done), ...ends(done)]),
  'panic/queued': shown([...local, { connectionId: ids.acme, subject: { kind: 'allKeys', workspace: 'Acme' }, standing: queued }, ...ends(queued)]),
  'panic/failed': shown([...local, ...keys({ kind: 'failed', why: 'no_session' }), ...ends({ kind: 'failed', why: 'no_revocation' })]),
}
