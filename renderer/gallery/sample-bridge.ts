import type { ApiKey, KeyQuery } from '../../shared/api-key.ts'
import type { AppState } from '../../shared/app-state.ts'
import type { Call, CommandName, Output, WindowEvent } from '../../shared/contract.ts'
import type { Bridge } from '../bridge.ts'
import { KEYS } from './samples.ts'

/** Answers of a state that differ from the usual ones. `pending` never answers. */
export type Answers = { readonly [N in CommandName]?: 'pending' | ((input: Call<N>) => Output<N>) }

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
    listKeys: ({ query }) => listed(KEYS, query),
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
