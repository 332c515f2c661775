import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { loopbackRedirect } from '../../../electron/adapters/loopback/loopback-redirect.ts'
import { Secret } from '../../../electron/core/secret.ts'
import type { LoopbackListener, LoopbackShape } from '../../../electron/core/session/ports.ts'

const ANY: LoopbackShape = { host: '127.0.0.1', ports: 'any' }
const STATE = 'the-state-of-this-attempt'

const open: LoopbackListener[] = []
afterEach(async () => { for (const listener of open.splice(0)) await listener.close() })

async function listen(shape: LoopbackShape = ANY, deadlineMs = 60_000): Promise<LoopbackListener> {
  const listening = await loopbackRedirect.listen(shape, deadlineMs)
  if (!listening.ok) throw new Error(listening.failure.code)
  open.push(listening.value)
  return listening.value
}

interface Reply { status: number; headers: IncomingMessage['headers']; body: string }

/** One request on a connection of its own, with any head. */
function ask(url: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}): Promise<Reply | 'cut'> {
  return new Promise(resolve => {
    const asked = httpRequest(url, { method, headers, agent: false }, response => {
      let body = ''
      response.on('data', chunk => { body += String(chunk) })
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, headers: response.headers, body }) })
      response.on('error', () => { resolve('cut') })
    })
    asked.on('error', () => { resolve('cut') })
    asked.end()
  })
}

const statusOf = (reply: Reply | 'cut') => (reply === 'cut' ? reply : reply.status)
const portOf = (listener: LoopbackListener) => Number(new URL(listener.redirectUri).port)
// Not `once`: that rejects at an error, and how a socket is cut does not matter here.
const closed = (socket: Socket) => new Promise<void>(resolve => { if (socket.destroyed) resolve(); else socket.on('close', () => { resolve() }) })
const refusesConnections = (port: number, host = '127.0.0.1') => new Promise<boolean>(resolve => {
  const socket = connect(port, host)
  socket.on('connect', () => { socket.destroy(); resolve(false) })
  socket.on('error', () => { resolve(true) })
})

describe('a redirect comes', () => {
  test('the whole address is the answer; the browser goes on to a page that says nothing of it', async () => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    const callback = `${listener.redirectUri}?code=the-code&state=${STATE}&iss=https%3A%2F%2Fissuer.example`
    const redirected = await ask(callback)
    expect(redirected).toMatchObject({ status: 303, headers: { location: '/done', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }, body: '' })
    const answered = await answer
    expect(answered.ok && answered.value.expose()).toBe(callback)
    const done = await ask(new URL('/done', listener.redirectUri).href)
    if (done === 'cut') throw new Error('no page')
    expect(done.status).toBe(200)
    expect(done.body).toContain('You are signed in')
    expect(done.body).toContain('Go back to Latchkey')
    expect(done.body).not.toMatch(/the-code|<script|http:|https:/)
    expect(done.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/)
    expect(done.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' })
  })

  test('an error with our state is an answer too, and its page says that it did not go through', async () => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    await ask(`${listener.redirectUri}?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=${STATE}`)
    expect((await answer).ok).toBe(true)
    const done = await ask(new URL('/done', listener.redirectUri).href)
    expect(done).toMatchObject({ status: 200 })
    expect(done !== 'cut' && done.body).toContain('did not go through')
    expect(done !== 'cut' && done.body).not.toContain('script')
  })

  const languages: [string, string | undefined][] = [
    ['Has iniciado sesión', 'es-MX,es;q=0.9,en;q=0.8'], ['Has iniciado sesión', 'ca,es;q=0.5'], ['You are signed in', 'en-GB,es;q=0.5'], ['You are signed in', 'de'], ['You are signed in', undefined],
  ]
  test.each(languages)('%s, where the browser prefers %s', async (words, language) => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    await ask(`${listener.redirectUri}?code=x&state=${STATE}`)
    expect(await ask(new URL('/done', listener.redirectUri).href, { headers: language === undefined ? {} : { 'accept-language': language } })).toMatchObject({ body: expect.stringContaining(words) as string })
  })

  test('a browser that is quicker than our own next line is waited for', async () => {
    const listener = await listen()
    const redirected = ask(`${listener.redirectUri}?code=x&state=${STATE}`)
    await once(connect(portOf(listener), '127.0.0.1').on('connect', function (this: Socket) { this.destroy() }), 'close')
    const answer = listener.answer(new Secret(STATE))
    expect(statusOf(await redirected)).toBe(303)
    expect((await answer).ok).toBe(true)
  })

  test('a second answer with the same state finds nobody', async () => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    expect(statusOf(await ask(`${listener.redirectUri}?code=first&state=${STATE}`))).toBe(303)
    expect(statusOf(await ask(`${listener.redirectUri}?code=second&state=${STATE}`))).toBe(404)
  })
})

describe('everything else is 404, and the wait goes on', () => {
  const uri = (listener: LoopbackListener, rest: string) => `${new URL(listener.redirectUri).origin}${rest}`
  const junk: [string, (listener: LoopbackListener) => Promise<Reply | 'cut'>][] = [
    ['another path', listener => ask(uri(listener, `/other?code=x&state=${STATE}`))],
    ['the root', listener => ask(uri(listener, '/'))],
    ['a slash too much', listener => ask(uri(listener, `/callback/?code=x&state=${STATE}`))],
    ['an encoded letter in the path', listener => ask(uri(listener, `/%63allback?code=x&state=${STATE}`))],
    ['another case', listener => ask(uri(listener, `/Callback?code=x&state=${STATE}`))],
    ['the last page before its time', listener => ask(uri(listener, '/done'))],
    ['an icon', listener => ask(uri(listener, '/favicon.ico'))],
    ['another state', listener => ask(`${listener.redirectUri}?code=x&state=wrong`)],
    ['no state', listener => ask(`${listener.redirectUri}?code=x`)],
    ['an error without our state', listener => ask(`${listener.redirectUri}?error=access_denied`)],
    ['an error with another state', listener => ask(`${listener.redirectUri}?error=access_denied&state=wrong`)],
    ['our state twice', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}&state=${STATE}`)],
    ['two codes', listener => ask(`${listener.redirectUri}?code=x&code=y&state=${STATE}`)],
    ['code and error', listener => ask(`${listener.redirectUri}?code=x&error=y&state=${STATE}`)],
    ['neither', listener => ask(`${listener.redirectUri}?state=${STATE}`)],
    ['POST', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { method: 'POST' })],
    ['HEAD', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { method: 'HEAD' })],
    ['OPTIONS', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { method: 'OPTIONS' })],
    ['the name of another host', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { headers: { host: 'evil.example' } })],
    ['the name localhost, where the number was agreed on', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { headers: { host: `localhost:${String(portOf(listener))}` } })],
    ['our host without its port', listener => ask(`${listener.redirectUri}?code=x&state=${STATE}`, { headers: { host: '127.0.0.1' } })],
  ]
  test.each(junk)('%s', async (_, send) => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    const reply = await send(listener)
    expect(reply).toMatchObject({ status: 404, body: '' })
    expect(statusOf(await ask(`${listener.redirectUri}?code=x&state=${STATE}`))).toBe(303)
    expect((await answer).ok).toBe(true)
  })

  test('a head of a megabyte is cut off', async () => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    expect(await ask(`${listener.redirectUri}?code=${'x'.repeat(20_000)}&state=${STATE}`)).toBe('cut')
    const socket = connect(portOf(listener), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`GET /callback HTTP/1.1\r\nx: ${'y'.repeat(1_000_000)}`)
    await closed(socket)
    expect(statusOf(await ask(`${listener.redirectUri}?code=x&state=${STATE}`))).toBe(303)
  })

  test('two hundred sockets that say nothing do not keep the browser out', async () => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    const sockets = Array.from({ length: 200 }, () => connect(portOf(listener), '127.0.0.1').on('error', () => {}))
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    expect(statusOf(await ask(`${listener.redirectUri}?code=x&state=${STATE}`))).toBe(303)
    expect((await answer).ok).toBe(true)
    for (const socket of sockets) socket.destroy()
  })

  test('a thousand junk requests later the real one is still awaited', async () => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    for (let round = 0; round < 20; round += 1) {
      const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(`${listener.redirectUri}?code=x&state=${String(index)}`)))
      expect(replies.filter(reply => reply !== 'cut' && reply.status !== 404)).toEqual([])
    }
    expect(statusOf(await ask(`${listener.redirectUri}?code=x&state=${STATE}`))).toBe(303)
    expect((await answer).ok).toBe(true)
  })
})

test('of a page that was opened twice, the one that comes back is heard before the other is called off', async () => {
  const listener = await listen()
  const heard: string[] = []
  const hear = (name: string, state: string) => listener.answer(new Secret(state)).then(answer => { heard.push(`${name} ${answer.ok ? 'answered' : answer.failure.code}`) })
  const both = Promise.all([hear('first', `${STATE}-1`), hear('second', `${STATE}-2`)])
  await ask(`${listener.redirectUri}?code=x&state=${STATE}-2`)
  await both
  expect(heard).toEqual(['second answered', 'first canceled'])
  await listener.close()
})

describe('the listener closes', () => {
  test('when the last page was fetched', async () => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    await ask(`${listener.redirectUri}?code=x&state=${STATE}`)
    await ask(new URL('/done', listener.redirectUri).href)
    await listener.close()
    expect(await refusesConnections(portOf(listener))).toBe(true)
  })

  test('by itself within a second of the answer, though nobody fetches the last page', async () => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    await ask(`${listener.redirectUri}?code=x&state=${STATE}`)
    await new Promise(resolve => setTimeout(resolve, 1_000))
    expect(await refusesConnections(portOf(listener))).toBe(true)
  })

  test('on cancel: the wait ends as canceled, and closing twice is harmless', async () => {
    const listener = await listen()
    const answer = listener.answer(new Secret(STATE))
    await Promise.all([listener.close(), listener.close()])
    expect(await answer).toEqual({ ok: false, failure: { code: 'canceled' } })
    expect(await refusesConnections(portOf(listener))).toBe(true)
  })

  test('on cancel before anybody waited', async () => {
    const listener = await listen()
    await listener.close()
    expect(await listener.answer(new Secret(STATE))).toEqual({ ok: false, failure: { code: 'canceled' } })
  })

  test('at its deadline', async () => {
    const listener = await listen(ANY, 50)
    expect(await listener.answer(new Secret(STATE))).toEqual({ ok: false, failure: { code: 'browser_did_not_return' } })
    await listener.close()
    expect(await refusesConnections(portOf(listener))).toBe(true)
  })

  test('with a request under way that never ends', async () => {
    const listener = await listen()
    void listener.answer(new Secret(STATE))
    const socket = connect(portOf(listener), '127.0.0.1').on('error', () => {})
    socket.write('GET /callback HTTP/1.1\r\n')
    await once(socket, 'connect')
    await listener.close()
    await closed(socket)
    expect(await refusesConnections(portOf(listener))).toBe(true)
  })
})

describe('where it listens', () => {
  test('two hundred sign-ins in a row find a port and leave none behind', async () => {
    const ports = new Set<number>()
    for (let round = 0; round < 200; round += 1) {
      const listener = await listen()
      ports.add(portOf(listener))
      await listener.close()
    }
    expect((await Promise.all([...ports].map(port => refusesConnections(port)))).every(Boolean)).toBe(true)
  })

  test('no address of this computer but loopback reaches it', async () => {
    const listener = await listen()
    const outside = Object.values(networkInterfaces()).flat().filter(one => one !== undefined && !one.internal && one.family === 'IPv4')
    for (const one of outside) expect(await refusesConnections(portOf(listener), one?.address)).toBe(true)
    expect(new URL(listener.redirectUri).hostname).toBe('127.0.0.1')
  })

  async function occupy(host: string, port = 0): Promise<{ server: Server; port: number }> {
    const server = createTcpServer(socket => socket.destroy())
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
    return { server, port: (server.address() as AddressInfo).port }
  }

  async function freePorts(count: number): Promise<number[]> {
    const taken = await Promise.all(Array.from({ length: count }, () => occupy('127.0.0.1')))
    await Promise.all(taken.map(({ server }) => once(server.close(), 'close')))
    return taken.map(({ port }) => port)
  }

  test('of five fixed ports the only free one is taken', async () => {
    const ports = await freePorts(5)
    const busy = await Promise.all(ports.slice(0, 4).map(port => occupy('127.0.0.1', port)))
    const listener = await listen({ host: '127.0.0.1', ports })
    expect(portOf(listener)).toBe(ports[4])
    for (const { server } of busy) server.close()
  })

  test('all fixed ports busy is told, with the ports', async () => {
    const busy = await Promise.all([occupy('127.0.0.1'), occupy('127.0.0.1')])
    const ports = busy.map(({ port }) => port)
    expect(await loopbackRedirect.listen({ host: '127.0.0.1', ports }, 1_000)).toEqual({ ok: false, failure: { code: 'redirect_port_unavailable', ports } })
    for (const { server } of busy) server.close()
  })

  const hasIpv6 = Object.values(networkInterfaces()).flat().some(one => one?.address === '::1')

  test.skipIf(!hasIpv6)('localhost is both its addresses: each hands the code to us', async () => {
    for (const host of ['127.0.0.1', '[::1]']) {
      const listener = await listen({ host: 'localhost', ports: 'any' })
      const own = new URL(listener.redirectUri)
      expect(own.hostname).toBe('localhost')
      const answer = listener.answer(new Secret(STATE))
      expect(statusOf(await ask(`http://${host}:${own.port}/callback?code=x&state=${STATE}`, { headers: { host: own.host } }))).toBe(303)
      const answered = await answer
      expect(answered.ok && answered.value.expose()).toBe(`${listener.redirectUri}?code=x&state=${STATE}`)
    }
  })

  test.skipIf(!hasIpv6)('a stranger on ::1 never gets a code: such a port is not used', async () => {
    const codes: string[] = []
    const decoy = createServer((request, response) => { codes.push(request.url ?? ''); response.end() })
    decoy.listen(0, '::1')
    await once(decoy, 'listening')
    const { port } = decoy.address() as AddressInfo
    const shape: LoopbackShape = { host: 'localhost', ports: [port] }
    expect(await loopbackRedirect.listen(shape, 1_000)).toMatchObject({ ok: false, failure: { code: 'redirect_port_unavailable' } })
    // And nothing of ours stays on the IPv4 half.
    expect(await refusesConnections(port)).toBe(true)
    for (let round = 0; round < 20; round += 1) {
      const listener = await listen({ host: 'localhost', ports: 'any' })
      const answer = listener.answer(new Secret(STATE))
      await fetch(`${listener.redirectUri}?code=x&state=${STATE}`, { redirect: 'manual' })
      expect((await answer).ok).toBe(true)
      await listener.close()
    }
    expect(codes).toEqual([])
    decoy.close()
  })
})
