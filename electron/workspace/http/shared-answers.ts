import type { IncomingMessage, ServerResponse } from 'node:http'
import { callerByKey, turnedAway, type Caller } from './authenticate.ts'
import { API_BASE, type Mounting } from './mount-operations.ts'
import type { Access, Operation } from './operation.ts'
import { API_HEADERS, JSON_TYPE } from './server.ts'

// As Node stores a head: name, value, name, value.
const HEAD = [...Object.entries(API_HEADERS).flat(), 'content-type', JSON_TYPE]

type Answers = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Answers calls of API keys whose answer was given before, ahead of the router: for programs that ask again and again.
 * Whatever else a call is, an unknown address or a credential that doesn't hold, is the router's.
 *
 * @returns a function that tells whether it answered
 */
export function sharedAnswers(operations: readonly Operation[], { credentials, report }: Pick<Mounting, 'credentials' | 'report'>): Answers {
  const byPath = new Map(operations.flatMap(operation => (operation.shared ? [[API_BASE + operation.path, operation] as const] : [])))
  const admitted = (access: Access, apiKeyText: string): Caller | undefined => {
    if (access.kind !== 'credential') return undefined
    const caller = callerByKey(credentials, apiKeyText)
    return caller && !turnedAway(access, caller) ? caller : undefined
  }
  return ({ method, url = '', headers }, response) => {
    const apiKeyText = headers['x-api-key']
    if (method !== 'GET' || typeof apiKeyText !== 'string') return false
    const operation = byPath.get(url.split('?', 1)[0] ?? '')
    const answer = operation?.shared?.get().get(url)
    if (!operation || answer === undefined) return false
    const caller = admitted(operation.access, apiKeyText)
    if (!caller) return false
    // Head and body leave in one piece when both are Latin-1.
    response.writeHead(200, [...HEAD, 'content-length', String(answer.length)]).end(answer, 'latin1')
    report({ operation, caller, apiKeyText, status: 200 })
    return true
  }
}
