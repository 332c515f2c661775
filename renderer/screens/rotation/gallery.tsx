import type { Gallery } from '../../gallery/gallery-state.ts'
import { acme, days, hours, ids, KEYS, minutes, NOW, WELL } from '../../gallery/samples.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { DeleteOldDialog } from './delete-old-dialog.tsx'
import { StartRotationView } from './start-view.tsx'

const nothing = () => undefined
const key = KEYS[1]
if (!key) throw new Error('no sample')
const successor = { id: '8c1d0a52-6b7e-4b1c-9a60-0000000000ff', name: 'terraform-prod (new)', prefix: 'lk_', lastFour: 'P2wq', expiresAt: days(92), lastUsedAt: minutes(-1), madeAt: minutes(-23) }

const watching: Rotation = {
  id: '00000000-0000-4000-8000-0000000000c1', connectionId: ids.acme, workspace: { id: acme.workspace.id, name: 'Acme' }, userId: acme.user.id, attemptId: '00000000-0000-4000-8000-0000000000c2',
  quietSeconds: 3_600, startedAt: minutes(-23), phase: 'watching', isInsisted: false, successor, seenAt: minutes(0),
  old: { id: key.id, name: key.name, prefix: key.prefix, lastFour: key.lastFour, scopes: key.scopes, createdAt: key.createdAt, expiresAt: key.expiresAt, lastUsedAt: minutes(-18) },
  puts: [{ kind: 'envFile', at: minutes(-22), variable: 'CERBY_API_KEY', path: '~/infra/.env' }],
  proof: { kind: 'call', at: minutes(-22), path: '/integrations', status: 200, tookMs: 48 },
}
const { successor: _none, proof: _unproved, ...begun } = watching
const making: Rotation = { ...begun, phase: 'making', puts: [], trouble: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'no_answer' } }
const putting: Rotation = { ...begun, phase: 'putting', puts: [], successor: { ...successor, lastUsedAt: 'never' }, takeUntil: minutes(4) }
const { takeUntil: _gone, ...lost } = putting
const clipboard: Rotation = { ...watching, puts: [{ kind: 'clipboard', at: minutes(-1) }], proof: { kind: 'call', at: minutes(-1), path: '/users', status: 200, tookMs: 31 }, old: { ...watching.old, lastUsedAt: 'never' }, takeUntil: minutes(4) }
const proving: Rotation = { ...begun, phase: 'proving', successor: { ...successor, lastUsedAt: 'never' }, trouble: { code: 'key_refused' } }
const done: Rotation = { ...watching, phase: 'done', endedAt: minutes(-2), oldEnd: { at: minutes(-2), how: 'deleted' }, successor: { ...successor, name: 'terraform-prod' }, startedAt: hours(-2) }
const stopped: Rotation = { ...watching, phase: 'stopped', stop: 'newKeyGone', endedAt: minutes(-2) }

const at = (rotation: Rotation) => ({ state: { ...WELL, rotations: [rotation] }, place: { screen: 'keys' as const, chosenId: acme.id, rotationId: rotation.id } })
const ask = (failure: Parameters<typeof DeleteOldDialog>[0]['failure']) => ({ view: () => <DeleteOldDialog rotation={watching} now={NOW} isRunning={false} failure={failure} onDelete={nothing} onClose={nothing} /> })

/** A rotation with proof, at each of its steps. */
export const rotationGallery: Gallery = {
  'rotation/start': { place: { screen: 'keys', chosenId: acme.id, overlay: { kind: 'rotate', connectionId: acme.id, key } } },
  'rotation/start-env': { place: { screen: 'keys', chosenId: acme.id, overlay: { kind: 'rotate', connectionId: acme.id, key } }, play: [{ press: words => words.t('rotation.put.envFile') }] },
  'rotation/twice': { view: () => <StartRotationView apiKey={key} workspaceName="Acme" now={NOW} canStore={false} canPlain={false} quietSeconds={600} isRunning={false} failure={{ code: 'already_rotating' }} onQuiet={nothing} onStart={nothing} onPlain={nothing} onClose={nothing} /> },
  'rotation/making': at(making),
  'rotation/putting': at(putting),
  'rotation/lost': at(lost),
  'rotation/refused': at(proving),
  'rotation/clipboard': at(clipboard),
  'rotation/watching': at(watching),
  'rotation/offline': at({ ...watching, trouble: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'offline' } }),
  'rotation/done': at(done),
  'rotation/stopped': at(stopped),
  'rotation/delete': ask(undefined),
  'rotation/delete-used': ask({ code: 'key_still_used', lastUsedAt: minutes(-18) }),
  'rotation/list': { state: { ...WELL, rotations: [done, { ...watching, id: '00000000-0000-4000-8000-0000000000c3' }] }, place: { screen: 'keys', chosenId: acme.id } },
}
