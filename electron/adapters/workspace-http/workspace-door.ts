import type { ApiFailure, FindFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Workspace, WorkspaceUser } from '../../../shared/workspace.ts'
import type { Clock, WorkspaceDoor } from '../../core/session/ports.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { parseAddress } from './address.ts'
import { apiFailure } from './api-failure.ts'
import { readUser, readWorkspace } from './workspace-answers.ts'
import { askWorkspace } from './workspace-request.ts'

const TIMEOUT_MS = 10_000

export interface DoorOptions {
  /** Electron's net.fetch or Node's fetch. */
  fetch: Fetch
  clock: Clock
  /** For each request; 10,000 ms unless told. */
  timeoutMs?: number
}

/** The part of a workspace's API that signing in needs, over HTTP. */
export function makeWorkspaceDoor({ fetch, clock, timeoutMs = TIMEOUT_MS }: DoorOptions): WorkspaceDoor {
  const surroundings = { fetch, clock, timeoutMs }
  return {
    async find(address): Promise<Outcome<Workspace, FindFailure>> {
      const parsed = parseAddress(address)
      if (!parsed.ok) return parsed
      const { baseUrl, host } = parsed.value
      const answer = await askWorkspace(surroundings, { baseUrl, method: 'GET', path: '/workspace' }, undefined)
      if (!answer.ok) {
        // Over https nobody but the host itself can send a page or a redirect: it is a web site, and no workspace.
        return answer.failure.trouble === 'captive_portal' ? fail({ code: 'not_a_workspace', host }) : answer
      }
      const workspace = answer.value.status === 200 ? readWorkspace(answer.value.body, baseUrl) : undefined
      if (workspace !== undefined) return succeed(workspace)
      const isItsTrouble = answer.value.status >= 500 || answer.value.status === 429
      return fail(isItsTrouble ? { code: 'workspace_unreachable', host, trouble: 'server_error' } : { code: 'not_a_workspace', host })
    },

    async me(workspace, token): Promise<Outcome<WorkspaceUser, ApiFailure>> {
      const answer = await askWorkspace(surroundings, { baseUrl: workspace.baseUrl, method: 'GET', path: '/me' }, token)
      if (!answer.ok) return answer
      if (answer.value.status !== 200) return fail(apiFailure(answer.value, clock.now()))
      const user = readUser(answer.value.body)
      return user === undefined ? fail({ code: 'workspace_failed', status: answer.value.status }) : succeed(user)
    },
  }
}
