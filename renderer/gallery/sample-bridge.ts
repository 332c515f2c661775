import type { ApiKey, KeyQuery } from '../../shared/api-key.ts'
import type { AppState } from '../../shared/app-state.ts'
import type { Call, CommandName, Output, WindowEvent } from '../../shared/contract.ts'
import type { Bridge } from '../bridge.ts'
import type { TimelineEntry, WorkspaceAction } from '../../shared/activity.ts'
import type { ConnectionId } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import { acme, KEYS, NOW, OTHER_KEYS } from './samples.ts'

/** Answers of a state that differ from the usual ones. `pending` never answers. */
export type Answers = { readonly [N in CommandName]?: 'pending' | ((input: Call<N>) => Output<N>) }

const HOUR = 3_600_000

function keyActivity(connectionId: string): TimelineEntry[] {
  const entry = (id: number, hours: number, did: WorkspaceAction, more: { count?: number; isRefused?: boolean } = {}): TimelineEntry =>
    ({ from: 'workspace', id: `a${String(id)}`, at: (NOW - hours * HOUR) as Instant, did, isRefused: false, connectionId: connectionId as ConnectionId, ...more })
  return [entry(1, 2, 'keyUsed', { count: 12 }), entry(2, 26, 'keyUsed', { count: 340 }), entry(3, 30, 'keyScopesChanged'), entry(4, 49, 'keyRefused', { isRefused: true }), entry(5, 2_136, 'keyGenerated')]
}

function listed(keys: readonly ApiKey[], query: KeyQuery) {
  const fitting = keys.filter(key => key.name.includes(query.search) && (query.statuses.length === 0 || query.statuses.includes(key.status)) && (query.scope === undefined || key.scopes.includes(query.scope)))
  const at = (query.page - 1) * query.size
  return { ok: true as const, value: { keys: fitting.slice(at, at + query.size), total: fitting.length } }
}

/** A bridge to no app: it answers from samples, and changes nothing. */
export function sampleBridge(state: AppState, answers: Answers): { bridge: Bridge; tell: (event: WindowEvent) => void } {
  const listeners = new Set<(event: WindowEvent) => void>()
  const usual: Answers = {
    listBrowsers: () => [{ id: 'chromium.desktop', name: 'Chromium' }, { id: 'firefox.desktop', name: 'Firefox' }],
    listKeys: ({ connectionId, query }) => listed(connectionId === acme.id ? KEYS : OTHER_KEYS, query),
    readKeyActivity: ({ connectionId }) => ({ ok: true, value: keyActivity(connectionId) }),
    readKey: ({ keyId }) => {
      const key = KEYS.find(one => one.id === keyId)
      return key ? { ok: true, value: key } : { ok: false, failure: { code: 'not_found' } }
    },
  }
  const bridge: Bridge = {
    call<N extends CommandName>(name: N, input: Call<N>) {
      // Which input belongs to which answer is known by the name, which the compiler can't follow through a generic.
      const answer: unknown = answers[name] ?? usual[name]
      if (typeof answer !== 'function') return new Promise<Output<N>>(() => undefined)
      return Promise.resolve((answer as (input: Call<N>) => Output<N>)(input))
    },
    subscribe(listener) {
      listeners.add(listener)
      listener({ kind: 'state', state })
      return () => listeners.delete(listener)
    },
  }
  return { bridge, tell: event => { for (const listener of listeners) listener(event) } }
}
