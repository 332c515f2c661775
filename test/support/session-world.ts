import { createHash } from 'node:crypto'
import type { ConnectionId } from '../../shared/connection.ts'
import type { ProviderFailure } from '../../shared/failures.ts'
import { fail, succeed } from '../../shared/outcome.ts'
import { DEFAULT_PROFILE } from '../../shared/profile.ts'
import { Settings } from '../../shared/settings.ts'
import type { Workspace } from '../../shared/workspace.ts'
import { Secret } from '../../electron/core/secret.ts'
import type { LoopbackListener } from '../../electron/core/session/ports.ts'
import type { SessionPorts } from '../../electron/core/session/session-ports.ts'
import { makeSessions, type Sessions } from '../../electron/core/session/sessions.ts'
import type { AppEvent } from '../../electron/core/state/app-events.ts'
import { makeAppStore, type AppStore } from '../../electron/core/state/app-store.ts'
import { machinePorts, makeFakeMachine, type FakeMachine, type Gate } from './session-machine.ts'
import { makeFakeProvider, type FakeProvider, type Person } from './session-provider.ts'
import { makeFakeTime, seeded, type FakeTime } from './session-time.ts'

/*
 * A world for sessions, in memory: time, a provider, a machine, a browser with a person before it. The real adapters have
 * integration tests of their own; here time must be ours, and a process must be killable between any two steps.
 */

export interface World {
  time: FakeTime
  provider: FakeProvider
  machine: FakeMachine
  network: { isOnline: boolean; failure: ProviderFailure | undefined; latencyMs: number; hangs: boolean; losesAnswer: () => boolean }
  person: Person
  workspaces: (Workspace & { life: number })[]
  browser: { opened: URL[]; openedIn: (string | undefined)[]; behaves: 'signsIn' | 'refuses' | 'waits' | 'cannotOpen' }
  bugs: unknown[]
  /** Starts the app on this machine. */
  start(): App
  /** The person finishes on this page. */
  finishOn(page: URL | undefined): void
}

export interface App {
  sessions: Sessions
  store: AppStore
  events: AppEvent[]
  /** How many calls of ports it made. */
  calls(): number
  /** It dies at this call, before or after that took effect. */
  dieAt(call: number, when: 'before' | 'after'): void
  kill(): void
  isDead(): boolean
}

export const ADA: Person = { id: 'ada', email: 'ada@acme.example', role: 'owner' }
export const BOB: Person = { id: 'bob', email: 'bob@acme.example', role: 'admin' }

/** @param life  of its bearer tokens, in seconds */
export function workspaceNamed(name: string, life = 3600): Workspace & { life: number } {
  const hash = createHash('sha256').update(name).digest('hex')
  const slug = name.toLowerCase()
  return {
    id: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`, name, slug,
    baseUrl: `https://${slug}.example/api/v1`, issuer: `https://id.${slug}.example`, clientId: 'latchkey', bearerTokenLifetimeSeconds: life,
    scopes: [], features: [], isEmbedded: false, life,
  }
}

type Answer = Awaited<ReturnType<LoopbackListener['answer']>>

export function makeWorld(seed = 1): World {
  const time = makeFakeTime()
  const random = seeded(seed)
  const listeners = new Map<string, (answer: Answer) => void>()
  const locks = new Map<string, Promise<unknown>>()
  let serial = 0
  const name = (kind: string) => `${kind}-${String((serial += 1))}`
  const back = (state: string, what: string) => {
    listeners.get(state)?.(succeed(new Secret(`http://127.0.0.1:50000/callback?${what}&state=${state}`)))
  }
  const world: World = {
    time,
    provider: makeFakeProvider(time),
    machine: makeFakeMachine(),
    network: { isOnline: true, failure: undefined, latencyMs: 0, hangs: false, losesAnswer: () => false },
    person: ADA,
    workspaces: [workspaceNamed('Acme')],
    browser: { opened: [], openedIn: [], behaves: 'signsIn' },
    bugs: [],
    finishOn: page => { back(page?.searchParams.get('state') ?? '', 'code=1') },
    start,
  }
  const wait = (ms: number) => (ms <= 0 ? Promise.resolve() : new Promise<void>(resolve => { time.timer.after(ms, resolve) }))
  const overNetwork = async (host: string): Promise<ProviderFailure | undefined> => {
    await wait(world.network.hangs ? 10_000 : world.network.latencyMs)
    if (world.network.hangs) return { code: 'provider_unreachable', host, trouble: 'no_answer' }
    return world.network.isOnline ? world.network.failure : { code: 'provider_unreachable', host, trouble: 'offline' }
  }

  function start(): App {
    let calls = 0
    let death: { call: number; when: 'before' | 'after' } | undefined
    let isDead = false
    const held = new Set<string>()
    const die = () => {
      isDead = true
      // A dead process holds nothing: the next one doesn't wait for it.
      for (const id of held) locks.delete(id)
    }
    const forever = () => new Promise<never>(() => undefined)
    const gate: Gate = async work => {
      if (isDead) return forever()
      calls += 1
      const isLast = death?.call === calls
      if (isLast) die()
      if (isLast && death?.when === 'before') return forever()
      const answer = await work()
      return isDead ? forever() : answer
    }
    const events: AppEvent[] = []
    const store = makeAppStore({
      revision: 0, connections: [], defaultConnectionId: undefined, signIn: { kind: 'idle' }, clipboard: { kind: 'clear' }, settings: Settings.parse({}),
      keysRevision: 0, rotations: [], keyReminders: [], madeKeys: [], panic: { kind: 'idle' }, credentialsPath: '~/.cerby/credentials', isOnline: true, isUpdateReady: false, platform: 'linux', appVersion: '0.0.0',
    })
    const ports: SessionPorts = {
      ...machinePorts(world.machine, time, gate),
      ...networkPorts(gate),
      clock: time.clock,
      timer: { after: (ms, run) => time.timer.after(ms, () => { if (!isDead) run() }) },
      random,
      firstProfile: DEFAULT_PROFILE,
      newId: () => `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
      tell(event) {
        if (isDead) return
        events.push(event)
        store.tell(event)
      },
      lock: {
        async whileHeld<Value>(id: ConnectionId, _waitMs: number, work: () => Promise<Value>): Promise<Value | undefined> {
          const mine = (locks.get(id) ?? Promise.resolve()).then(() => (isDead ? forever() : work()))
          held.add(id)
          locks.set(id, mine.then(() => undefined, () => undefined))
          return mine
        },
      },
      reportBug: error => { world.bugs.push(error) },
    }
    return {
      sessions: makeSessions(ports), store, events, calls: () => calls, dieAt: (call, when) => { death = { call, when } }, kill: die, isDead: () => isDead,
    }
  }

  function networkPorts(gate: Gate): Pick<SessionPorts, 'provider' | 'redirect' | 'loopbackShape' | 'openBrowser' | 'door' | 'embedded'> {
    const { provider } = world
    return {
      provider: {
        discover: (issuer, clientId) => gate(async () => {
          const failure = await overNetwork(issuer)
          return failure === undefined ? succeed({ issuer, clientId, issuerHost: issuer.slice(8), canRevoke: provider.rules.canRevoke }) : fail(failure)
        }),
        authorizationRequest: ({ issuer }, redirectUri, extra) => gate(() => {
          const state = name('state')
          const url = `${issuer}/authorize?${new URLSearchParams({ ...extra, state }).toString()}`
          return { url, redirectUri, state: new Secret(state), nonce: new Secret(name('nonce')), codeVerifier: new Secret(name('verifier')) }
        }),
        exchange: ({ issuer, issuerHost }, request, callback) => gate(async () => {
          const failure = await overNetwork(issuerHost)
          if (failure !== undefined) return fail(failure)
          const answer = new URL(callback.expose()).searchParams
          if (answer.get('state') !== request.state.expose()) return fail({ code: 'provider_answer_unusable', host: issuerHost, detail: 'state' })
          if (answer.has('error')) return fail({ code: 'consent_denied' })
          return succeed(provider.signIn(world.person, world.workspaces.find(one => one.issuer === issuer)?.life ?? 3600))
        }),
        refresh: ({ issuerHost }, refreshToken) => gate(async () => {
          const failure = await overNetwork(issuerHost)
          if (failure !== undefined) return fail(failure)
          const answer = provider.refresh(refreshToken.expose())
          if (!world.network.losesAnswer()) return answer
          await wait(10_000)
          return fail({ code: 'provider_unreachable', host: issuerHost, trouble: 'no_answer' })
        }),
        revoke: ({ issuerHost }, token, hint) => gate(async () => {
          if ((await overNetwork(issuerHost)) !== undefined) return false
          provider.revoke(token.expose(), hint)
          return true
        }),
      },
      redirect: { listen: (_shape, deadlineMs) => gate(() => succeed(listener(deadlineMs))) },
      loopbackShape: () => ({ host: '127.0.0.1', ports: 'any' }),
      openBrowser: (url, browserId) => gate(() => {
        if (world.browser.behaves === 'cannotOpen') return false
        const page = new URL(url)
        world.browser.opened.push(page)
        world.browser.openedIn.push(browserId)
        const state = page.searchParams.get('state') ?? ''
        if (world.browser.behaves === 'signsIn') back(state, 'code=1')
        if (world.browser.behaves === 'refuses') back(state, 'error=access_denied')
        return true
      }),
      door: {
        find: address => gate(async () => {
          await wait(world.network.latencyMs)
          if (!world.network.isOnline) return fail({ code: 'workspace_unreachable', host: address, trouble: 'offline' })
          const found = world.workspaces.find(one => address === one.slug || address === one.baseUrl)
          if (found === undefined) return fail({ code: 'not_a_workspace', host: address })
          const { life: _life, ...workspace } = found
          return succeed(workspace)
        }),
        me: (workspace, token) => gate(async () => {
          await wait(world.network.latencyMs)
          if (!world.network.isOnline) return fail({ code: 'workspace_unreachable', host: workspace.slug, trouble: 'offline' })
          const person = provider.personOf(token.expose())
          return person === undefined ? fail({ code: 'sign_in_required' }) : succeed({ id: person.id, email: person.email, name: person.id, role: person.role })
        }),
      },
      embedded: {
        start: () => gate(() => succeed({ url: world.workspaces.find(one => one.isEmbedded)?.baseUrl ?? '', setupToken: new Secret('set-up-code') })),
      },
    }
  }

  function listener(deadlineMs: number): LoopbackListener {
    const states = new Set<string>()
    const endAll = (code: 'canceled' | 'browser_did_not_return') => {
      for (const state of [...states]) listeners.get(state)?.(fail({ code }))
    }
    const stop = time.timer.after(deadlineMs, () => { endAll('browser_did_not_return') })
    return {
      redirectUri: 'http://127.0.0.1:50000/callback',
      answer: state => new Promise<Answer>(resolve => {
        states.add(state.expose())
        listeners.set(state.expose(), answer => {
          states.delete(state.expose())
          listeners.delete(state.expose())
          resolve(answer)
          if (answer.ok) endAll('canceled')
        })
      }),
      close() {
        stop()
        endAll('canceled')
        return Promise.resolve()
      },
    }
  }
  return world
}
