import type { NetworkTrouble } from '../../../shared/failures.ts'
import { isPrivateOnTheWire } from './loopback-host.ts'
import { troubleOf } from './network-trouble.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** A fetch: Node's own, or Electron's net.fetch, which knows the system's proxy and its trusted certificates. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Nobody who speaks our protocol answered. It carries what to tell a person and nothing of the answer. */
export class Unreachable extends Error {
  readonly trouble: NetworkTrouble
  readonly retryAfterSeconds: number | undefined

  constructor(trouble: NetworkTrouble, retryAfterSeconds?: number) {
    super(`no usable answer: ${trouble}`)
    this.name = 'Unreachable'
    this.trouble = trouble
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A request was about to go out in the clear. Never retried: the address itself is wrong. */
export class InsecureRequest extends Error {}

const LARGEST_BODY = 4 * 1024 * 1024
const NO_BODY = new Set([204, 205, 304])

/**
 * One request and its whole answer, by one deadline for both. Redirects are not followed: what goes out may carry a
 * credential, which belongs to the address it was meant for.
 *
 * @param timeoutMs   for head and body together
 * @returns the answer, with its body already read (at most 4 MiB), whatever its status
 * @throws {Unreachable} when there was none; {InsecureRequest} for plain http to anywhere but this computer
 */
export async function fetchWhole(fetch: Fetch, url: string, init: RequestInit, timeoutMs: number): Promise<Response> {
  if (!isPrivateOnTheWire(new URL(url))) throw new InsecureRequest('plain http leads to this computer only')
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  try {
    const response = await untilAborted(signal, fetch(url, { ...init, redirect: 'manual', signal }))
    // Chromium gives the head of a proxy's refusal and then an error in place of its body.
    if (response.status === 407) throw new Unreachable('proxy_wants_password')
    const body = await untilAborted(signal, readBody(response))
    return new Response(NO_BODY.has(response.status) ? null : body, { status: shownStatus(response), headers: response.headers })
  } catch (error) {
    // A TypeError without a cause is fetch complaining about its arguments: our own bug, not the network's.
    if (error instanceof Unreachable || (error instanceof TypeError && error.cause === undefined)) throw error
    throw new Unreachable(signal.aborted ? 'no_answer' : troubleOf(error))
  }
}

/** A browser's fetch shows a redirect that may not be followed as status 0, with which no Response can be made. */
function shownStatus(response: Response): number {
  return response.status === 0 ? 302 : response.status
}

async function readBody(response: Response): Promise<ArrayBuffer> {
  if (Number(response.headers.get('content-length') ?? 0) > LARGEST_BODY) throw new Unreachable('captive_portal')
  if (response.body === null) return new ArrayBuffer(0)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    // Ends the stream too: leaving the loop cancels it.
    if (size > LARGEST_BODY) throw new Unreachable('captive_portal')
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole.buffer
}

// Not every fetch lets go of a hanging body when its signal fires, so the wait ends by itself too.
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => { reject(new Unreachable('no_answer')) }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Why an answer that came can't be from the server that was meant, or means that it is out of order.
 *
 * @param nowMs  epoch milliseconds, for a Retry-After that names a date
 * @returns undefined for an answer that is worth reading: JSON, or a refusal
 */
export function troubleOfAnswer(response: Response, nowMs: number): Unreachable | undefined {
  const trouble = troubleOfStatus(response.status)
  if (trouble === 'server_error') return new Unreachable(trouble, retryAfterSeconds(response.headers.get('retry-after'), nowMs))
  if (trouble !== undefined) return new Unreachable(trouble)
  return response.ok && isHtml(response) ? new Unreachable('captive_portal') : undefined
}

function troubleOfStatus(status: number): NetworkTrouble | undefined {
  if (status === 407) return 'proxy_wants_password'
  // 511 is Network Authentication Required (RFC 6585).
  if (status === 511 || (status >= 300 && status < 400)) return 'captive_portal'
  return status >= 500 || status === 429 || status === 408 ? 'server_error' : undefined
}

/** Whether an answer is a page for people. */
export function isHtml(response: Response): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(response.headers.get('content-type') ?? '')
}
