import type { KeysApi } from '../../electron/core/api-keys/ports.ts'
import type { RotationShelf } from '../../electron/core/rotation/ports.ts'
import { makeRotations, type Rotations } from '../../electron/core/rotation/rotations.ts'
import { Secret } from '../../electron/core/secret.ts'
import type { ApiKey } from '../../shared/api-key.ts'
import { ConnectionId, type Connection } from '../../shared/connection.ts'
import type { ApiFailure } from '../../shared/failures.ts'
import { after } from '../../shared/instant.ts'
import { fail, succeed } from '../../shared/outcome.ts'
import type { Rotation } from '../../shared/rotation.ts'
import { acme } from '../../renderer/gallery/samples.ts'
import { makeFakeTime, type FakeTime } from './session-time.ts'

export const ACME = ConnectionId.parse('5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11')
const DAY = 86_400_000

/** A workspace that answers from memory, and rotations on it: restarted as often as a test likes. */
export interface RotationWorld {
  time: FakeTime
  keys: Map<string, ApiKey>
  rotations: Rotations
  /** The rotations as the window sees them. */
  told: () => Rotation[]
  only: () => Rotation
  use: (id: string) => void
  calls: string[]
  copied: string[]
  /** Ends the process and starts another one on what was kept. */
  restart: () => Promise<void>
  trouble: { api?: ApiFailure; generate?: ApiFailure; probe?: ApiFailure; probeStatus: number; isSignedOut: boolean; isFileRefused: boolean }
}

export function rotationWorld(oldKey: Partial<ApiKey> = {}): RotationWorld {
  const time = makeFakeTime()
  const now = () => time.clock.now()
  const old: ApiKey = {
    id: 'old', name: 'terraform-prod', prefix: 'crbk_live_abcd', lastFour: 'x7Kd', scopes: ['read:users', 'write:users'], createdAt: after(now(), -3 * DAY), expiresAt: after(now(), 2 * DAY),
    lastUsedAt: after(now(), -60_000), status: 'active', ...oldKey,
  }
  const keys = new Map<string, ApiKey>([[old.id, old]])
  const kept = new Map<string, string>()
  const calls: string[] = []
  const copied: string[] = []
  const trouble: RotationWorld['trouble'] = { probeStatus: 200, isSignedOut: false, isFileRefused: false }
  const made = new Map<string, string>()
  let ids = 0
  let shown: Rotation[] = []
  const of = <T>(name: string, work: () => T) => { calls.push(name); return Promise.resolve(trouble.api ? fail(trouble.api) : work()) }
  const there = (id: string, then: (key: ApiKey) => ApiKey) => {
    const key = keys.get(id)
    return key === undefined ? fail({ code: 'not_found' as const }) : succeed(then(key))
  }
  const api: KeysApi = {
    list: () => of('list', () => succeed({ keys: [...keys.values()], total: keys.size })),
    read: (_, id) => of(`read ${id}`, () => there(id, key => key)),
    generate: (_, attemptId, { name, scopes, expiresAt }) => of(`generate ${name}`, () => {
      if ([...keys.values()].some(key => key.name === name) && !made.has(attemptId)) return fail({ code: 'name_taken' as const })
      const id = made.get(attemptId) ?? `new${String(made.size + 1)}`
      const key: ApiKey = { id, name, scopes, expiresAt, prefix: 'crbk_live_efgh', lastFour: 'P2wq', createdAt: now(), lastUsedAt: 'never', status: 'active' }
      made.set(attemptId, id)
      keys.set(id, key)
      return trouble.generate ? fail(trouble.generate) : succeed({ key, plain: new Secret(`plain-of-${id}`) })
    }),
    change: (_, id, change) => of(`change ${id}`, () => there(id, key => {
      const changed = { ...key, ...change }
      keys.set(id, changed)
      return changed
    })),
    rotate: () => { throw new Error('a rotation with proof shortens no life') },
    remove: (_, id) => of(`remove ${id}`, () => (keys.delete(id) ? succeed(null) : fail({ code: 'not_found' as const }))),
    storeSecret: (_, name) => of(`store ${name}`, () => succeed(null)),
  }
  const shelf: RotationShelf = {
    list: () => Promise.resolve([...kept.values()].map(json => JSON.parse(json) as Rotation)),
    keep: rotation => { kept.set(rotation.id, JSON.stringify(rotation)); return Promise.resolve() },
    drop: id => { kept.delete(id); return Promise.resolve() },
  }
  const connection: Connection = { ...acme, id: ACME }
  const make = () => makeRotations({
    api, shelf,
    probe: {
      call: (_, path, key) => {
        calls.push(`probe ${path}`)
        const id = key.expose().replace('plain-of-', '')
        if (trouble.probe) return Promise.resolve(fail(trouble.probe))
        if (trouble.probeStatus < 300) use(id)
        return Promise.resolve(succeed({ status: trouble.probeStatus }))
      },
    },
    accessTo: id => id === ACME && !trouble.isSignedOut ? succeed({ baseUrl: 'https://acme.cerby.com/api/v1', token: () => Promise.resolve(succeed(new Secret('t'))), renew: () => Promise.resolve(succeed(new Secret('t'))) }) : fail({ code: 'no_such_connection' }),
    connections: () => (trouble.isSignedOut ? [] : [connection]),
    clipboard: { put: (_, secret) => { copied.push(secret.expose()); return Promise.resolve(succeed({ clearsAt: after(now(), 30_000) })) }, clear: () => Promise.resolve() },
    envFile: { save: variable => Promise.resolve(trouble.isFileRefused ? fail({ code: 'file_not_chosen' }) : succeed({ path: `/home/ada/.env#${variable}` })) },
    clock: time.clock, timer: time.timer,
    tell: event => { if (event.kind === 'rotationsChanged') shown = event.rotations },
    newId: () => { ids += 1; return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}` },
    reportBug: error => { throw error },
  })
  const use = (id: string) => {
    const key = keys.get(id)
    if (key) keys.set(id, { ...key, lastUsedAt: now() })
  }
  const world: RotationWorld = {
    time, keys, calls, copied, trouble, use,
    rotations: make(),
    told: () => shown,
    only: () => {
      const [first] = shown
      if (first === undefined || shown.length > 1) throw new Error(`${String(shown.length)} rotations`)
      return first
    },
    async restart() {
      world.rotations.close()
      world.rotations = make()
      await world.rotations.restore()
      await time.drain()
    },
  }
  return world
}

export const ATTEMPT = '5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f99'
export const START = { connectionId: ACME, keyId: 'old', attemptId: ATTEMPT, quietSeconds: 600, put: { kind: 'envFile', variable: 'CERBY_API_KEY' } } as const
