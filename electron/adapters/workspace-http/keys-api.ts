import type { KeyQuery } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { toRfc3339 } from '../../../shared/instant.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { FreshKey, KeysApi, WorkspaceAccess } from '../../core/api-keys/ports.ts'
import { Secret } from '../../core/secret.ts'
import type { Clock } from '../../core/session/ports.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { apiFailure, conflictOfKey } from './api-failure.ts'
import { readKey, readKeyPage, readPlainKey } from './workspace-answers.ts'
import { askWorkspace, type WorkspaceAnswer, type WorkspaceRequest } from './workspace-request.ts'

const TIMEOUT_MS = 15_000

export interface KeysApiOptions {
  /** Electron's net.fetch or Node's fetch. */
  fetch: Fetch
  clock: Clock
  /** For each request; 15,000 ms unless told. */
  timeoutMs?: number
}

type Ask = Omit<WorkspaceRequest, 'baseUrl'> & {
  /** What some refusals mean for this request alone. */
  meaning?: (answer: WorkspaceAnswer) => ApiFailure | undefined
}

/** The workspace's endpoints for keys and secrets, over HTTP. */
export function makeKeysApi({ fetch, clock, timeoutMs = TIMEOUT_MS }: KeysApiOptions): KeysApi {
  const surroundings = { fetch, clock, timeoutMs }

  /** Asks with the token at hand; after a 401 once more with a new one, for the old one may have been revoked early. */
  async function ask(access: WorkspaceAccess, { meaning, ...request }: Ask): Promise<Outcome<WorkspaceAnswer, ApiFailure>> {
    const whole = { ...request, baseUrl: access.baseUrl }
    const token = await access.token()
    if (!token.ok) return token
    const first = await askWorkspace(surroundings, whole, token.value)
    if (!first.ok || first.value.status !== 401) return judged(first, meaning)
    const renewed = await access.renew()
    return renewed.ok ? judged(await askWorkspace(surroundings, whole, renewed.value), meaning) : renewed
  }

  function judged(answer: Outcome<WorkspaceAnswer, ApiFailure>, meaning: Ask['meaning']): Outcome<WorkspaceAnswer, ApiFailure> {
    if (!answer.ok) return answer
    const isGood = answer.value.status >= 200 && answer.value.status < 300
    return isGood ? answer : fail(meaning?.(answer.value) ?? apiFailure(answer.value, clock.now()))
  }

  async function read<T>(access: WorkspaceAccess, request: Ask, parse: (body: unknown) => T | undefined): Promise<Outcome<T, ApiFailure>> {
    const answer = await ask(access, request)
    if (!answer.ok) return answer
    const value = parse(answer.value.body)
    return value === undefined ? fail({ code: 'workspace_failed', status: answer.value.status }) : succeed(value)
  }

  async function done(access: WorkspaceAccess, request: Ask): Promise<Outcome<null, ApiFailure>> {
    const answer = await ask(access, request)
    return answer.ok ? succeed(null) : answer
  }

  const onKey = (keyId: string, rest = '') => `/api-keys/${encodeURIComponent(keyId)}${rest}`

  return {
    list: (access, query) => read(access, { method: 'GET', path: `/api-keys?${listParameters(query)}` }, readKeyPage),
    read: (access, keyId) => read(access, { method: 'GET', path: onKey(keyId) }, readKey),
    generate(access, attemptId, { name, scopes, expiresAt }) {
      const attributes = { name, scopes, expiresAt: expiresAt === 'never' ? null : toRfc3339(expiresAt) }
      return read(access, { method: 'POST', path: '/api-keys', body: { type: 'apiKey', attributes }, idempotencyKey: attemptId }, readFreshKey)
    },
    change: (access, keyId, change) => read(access, { method: 'PATCH', path: onKey(keyId), body: { type: 'apiKey', attributes: { ...change } } }, readKey),
    rotate: (access, attemptId, keyId, overlapSeconds) => read(access, {
      method: 'POST', path: onKey(keyId, '/rotate'), body: { type: 'apiKey', attributes: { overlapSeconds } }, idempotencyKey: attemptId, meaning: conflictOfKey,
    }, readFreshKey),
    remove: (access, keyId) => done(access, { method: 'DELETE', path: onKey(keyId) }),
    storeSecret: (access, name, value) => done(access, {
      method: 'POST', path: '/secrets', body: { type: 'secret', attributes: { name, category: 'text', value: value.expose() } },
    }),
  }
}

function readFreshKey(body: unknown): FreshKey | undefined {
  const key = readKey(body)
  const plain = readPlainKey(body)
  return key === undefined || plain === undefined ? undefined : { key, plain: new Secret(plain) }
}

function listParameters({ search, statuses, scope, sort, page, size }: KeyQuery): string {
  const parameters = new URLSearchParams({ 'page[number]': String(page), 'page[size]': String(size), sort: `${sort.descending ? '-' : ''}${sort.field}` })
  if (search !== '') parameters.set('search', search)
  if (statuses.length > 0) parameters.set('filter[status]', statuses.join(','))
  if (scope !== undefined) parameters.set('filter[scope]', scope)
  return parameters.toString()
}
