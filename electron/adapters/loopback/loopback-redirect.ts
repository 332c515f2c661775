import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { Secret } from '../../core/secret.ts'
import type { BrowserRedirect, LoopbackListener } from '../../core/session/ports.ts'
import { bindLoopback, type BoundListener } from './bind-loopback.ts'
import { DONE_PAGE_HEADERS, donePage } from './done-page.ts'
import { CALLBACK_PATH, DONE_PATH, pathAskedFor, redirectIn } from './redirect-request.ts'

const LARGEST_HEADERS = 16 * 1024
const REQUEST_TIMEOUT_MS = 10_000
const MOST_SOCKETS = 50
/** Time for the browser to fetch its last page. */
const LINGER_MS = 900

type Answer = Outcome<Secret, { code: 'browser_did_not_return' } | { code: 'canceled' }>

/** Listens on this computer for one redirect of a sign-in (RFC 8252, section 7.3). */
export const loopbackRedirect: BrowserRedirect = {
  async listen(shape, deadlineMs) {
    const receiver = makeReceiver()
    const bound = await bindLoopback(shape, () => guardedServer(receiver.handle))
    if (bound === undefined) return fail({ code: 'redirect_port_unavailable', ports: shape.ports === 'any' ? [] : [...shape.ports] })
    return succeed(receiver.start(bound, deadlineMs))
  },
}

/** A server that strangers can't keep busy: small heads, short requests, few sockets. */
function guardedServer(handle: RequestListener): Server {
  const server = createServer({
    maxHeaderSize: LARGEST_HEADERS, requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000,
  }, handle)
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => { sockets.delete(socket) })
    // The newcomer stays: sockets that were opened to say nothing must not keep the browser out.
    const [oldest] = sockets
    if (sockets.size > MOST_SOCKETS) oldest?.destroy()
  })
  server.on('clientError', (_error, socket) => { socket.destroy() })
  return server
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { 'cache-control': 'no-store', connection: 'close' }).end()
}

function makeReceiver() {
  let bound: BoundListener = { servers: [], host: '' }
  let ended: Answer | undefined
  let endedWith: 'signedIn' | 'refused' | undefined
  let closing: Promise<void> | undefined
  let stopTimers = () => {}

  const waiting = new Map<string, (answer: Answer) => void>()
  let knowState: () => void = () => {}
  // A browser can be quicker than our own next line: its request waits until a state is known.
  const stateKnown = new Promise<void>(resolve => { knowState = resolve })

  /**
   * Ends the wait of every state: the one that came back with the answer, the others as canceled. It comes first: whoever
   * waits for all of them takes the first word that he hears.
   */
  function end(answer: Answer, ofState?: string): void {
    if (ended !== undefined) return
    ended = answer
    const first = ofState === undefined ? undefined : waiting.get(ofState)
    first?.(answer)
    for (const resolve of waiting.values()) if (resolve !== first) resolve(ofState === undefined ? answer : fail({ code: 'canceled' }))
  }

  function close(): Promise<void> {
    stopTimers()
    end(fail({ code: 'canceled' }))
    closing ??= Promise.all(bound.servers.map(server => new Promise<void>(resolve => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }))).then(() => undefined)
    return closing
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await stateKnown
    const redirect = redirectIn(request, [...waiting.keys()])
    // One answer only: a second one, though it knew our state, is somebody else's or a reload.
    if (redirect === undefined || ended !== undefined) return refuse(response)
    endedWith = redirect.kind === 'code' ? 'signedIn' : 'refused'
    stopTimers()
    const linger = setTimeout(() => void close(), LINGER_MS)
    stopTimers = () => { clearTimeout(linger) }
    // On to a page whose address says nothing: the code stays out of the browser's history.
    response.writeHead(303, { location: DONE_PATH, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', connection: 'close' }).end()
    end(succeed(new Secret(`http://${bound.host}${CALLBACK_PATH}?${redirect.query}`)), redirect.state)
  }

  function showDone(request: IncomingMessage, response: ServerResponse): void {
    if (endedWith === undefined) return refuse(response)
    response.on('close', () => void close())
    response.writeHead(200, { ...DONE_PAGE_HEADERS, connection: 'close' }).end(donePage(endedWith, request.headers['accept-language']))
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const path = pathAskedFor(request, bound.host)
    if (path === CALLBACK_PATH) void receive(request, response)
    else if (path === DONE_PATH) showDone(request, response)
    else refuse(response)
  }

  function start(listener: BoundListener, deadlineMs: number): LoopbackListener {
    bound = listener
    const deadline = setTimeout(() => {
      end(fail({ code: 'browser_did_not_return' }))
      void close()
    }, deadlineMs)
    stopTimers = () => { clearTimeout(deadline) }
    return {
      redirectUri: `http://${bound.host}${CALLBACK_PATH}`,
      answer(state) {
        if (ended !== undefined) return Promise.resolve(ended.ok ? fail({ code: 'canceled' }) : ended)
        return new Promise(resolve => {
          waiting.set(state.expose(), resolve)
          knowState()
        })
      },
      close,
    }
  }

  return { handle, start }
}
