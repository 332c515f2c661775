import type { ApiKey, KeyStatus } from '../../../shared/api-key.ts'
import type { Gallery, Play } from '../../gallery/gallery-state.ts'
import { acme, days, EMPTY, KEYS, WELL } from '../../gallery/samples.ts'

const at = { screen: 'keys' as const, chosenId: acme.id }
const second = KEYS[1]?.id
const dead = KEYS[8]?.id

function manyKeys(index: number): ApiKey {
  const like = KEYS[index % KEYS.length]
  if (!like) throw new Error('no sample')
  return { ...like, id: `key-${index}`, name: `${like.name} ${index + 1}` }
}

const MANY = { active: 70_000, expiring: 20_000, expired: 10_000 }

function manyOf(statuses: readonly KeyStatus[]): number {
  return statuses.length === 0 ? 100_000 : statuses.reduce((sum, status) => sum + MANY[status], 0)
}

const pressActive: Play = { press: words => `${words.t('keys.filter.active')}${words.number(7)}` }

/** The key screen in each state. */
export const keysGallery: Gallery = {
  'keys/table': { place: at },
  'keys/details': { place: { ...at, keyId: second } },
  'keys/tombstone': { place: { ...at, keyId: dead } },
  'keys/100000': {
    place: at,
    answers: {
      listKeys: ({ query }) => ({ ok: true, value: { total: manyOf(query.statuses), keys: Array.from({ length: query.size }, (_, index) => manyKeys((query.page - 1) * query.size + index)) } }),
    },
  },
  'keys/columns': { place: at, play: [{ press: words => words.t('keys.columns'), isWideOnly: true }] },
  'keys/few-columns': { state: { ...WELL, settings: { ...WELL.settings, keyColumns: ['expires', 'status'] } }, place: at },
  'keys/loading': { place: at, answers: { listKeys: 'pending' } },
  'keys/empty': { place: at, answers: { listKeys: () => ({ ok: true, value: { keys: [], total: 0 } }) } },
  'keys/no-match': { place: at, play: [pressActive], answers: { listKeys: ({ query }) => (query.statuses.length === 1 && query.statuses[0] === 'active' && query.size > 1 ? { ok: true, value: { keys: [], total: 0 } } : { ok: true, value: { keys: [...KEYS], total: query.statuses.length === 0 ? 10 : query.statuses[0] === 'active' ? 7 : 1 } }) } },
  'keys/failed': { place: at, answers: { listKeys: () => ({ ok: false, failure: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'no_answer' } }) } },
  'keys/role': { place: at, state: { ...EMPTY, connections: [{ ...acme, user: { ...acme.user, role: 'user' } }] } },
  'keys/sign-in': { place: at, state: { ...EMPTY, connections: [{ ...acme, session: { kind: 'signInRequired', reason: 'session_ended', since: days(-1) } }] } },
  'keys/selected': { place: at, play: [{ press: words => words.t('keys.selectAll') }] },
  'keys/delete': { place: { ...at, keyId: second }, play: [{ press: words => words.t('keys.detail.delete') }] },
  'keys/bulk-delete': { place: at, play: [{ press: words => words.t('keys.selectAll') }, { press: words => words.t('keys.detail.delete') }] },
  'keys/edit': { place: { ...at, keyId: second }, play: [{ press: words => words.t('keys.detail.edit') }] },
  'keys/rotate': { state: WELL, place: { ...at, keyId: second }, play: [{ press: words => words.t('keys.detail.rotate') }] },
}
