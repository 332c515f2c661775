import { fail, succeed } from '../../../shared/outcome.ts'
import type { KeyProbe } from '../../core/rotation/ports.ts'
import { apiFailure } from './api-failure.ts'
import { askWorkspace, type RequestSurroundings } from './workspace-request.ts'

const TIMEOUT_MS = 10_000

/** Calls a workspace with an API key itself: the one request of the app that carries a key. */
export function makeKeyProbe(surroundings: Pick<RequestSurroundings, 'fetch' | 'clock'>): KeyProbe {
  return {
    async call(baseUrl, path, key) {
      const answer = await askWorkspace({ ...surroundings, timeoutMs: TIMEOUT_MS }, { baseUrl, method: 'GET', path, apiKey: key }, undefined)
      if (!answer.ok) return answer
      const { status } = answer.value
      // A 404 without the contract's error is a route that isn't there: it says nothing about the key.
      const isOwnWord = status !== 404 || apiFailure(answer.value, surroundings.clock.now()).code === 'not_found'
      return isOwnWord ? succeed({ status }) : fail({ code: 'unsupported' })
    },
  }
}
