import type { IncomingMessage, ServerResponse } from 'node:http'
import { callerByKey, turnedAway, type Caller } from './authenticate.ts'
import { API_BASE, type Mounting } from './mount-operations.ts'
import type { Access, Operation } from './operation.ts'
import { API_HEADERS, JSON_TYPE } from './server.ts'

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
    const bytes = operation?.shared?.get().get(url)
    if (!operation || !bytes) return false
    const caller = admitted(operation.access, apiKeyText)
    if (!caller) return false
    response.writeHead(200, { ...API_HEADERS, 'content-type': JSON_TYPE, 'content-length': bytes.length }).end(bytes)
    report({ operation, caller, apiKeyText, status: 200 })
    return true
  }
}
