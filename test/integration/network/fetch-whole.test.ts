import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { fetchWhole, InsecureRequest, Unreachable } from '../../../electron/adapters/network/fetch-whole.ts'

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  if (server?.listening) await once(server.close(), 'close')
})

async function serve(handle: RequestListener): Promise<string> {
  server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
}

const troubleFrom = (answer: Promise<Response>) => answer.then(response => `answered ${String(response.status)}`, (error: unknown) => error instanceof Unreachable ? error.trouble : `threw ${String(error)}`)

test('an answer comes whole, with its status and headers', async () => {
  const url = await serve((_, response) => response.writeHead(201, { 'x-own': 'yes' }).end('{"a":1}'))
  const response = await fetchWhole(fetch, url, {}, 5_000)
  expect([response.status, response.headers.get('x-own'), await response.json()]).toEqual([201, 'yes', { a: 1 }])
})

test('an answer without a body comes as such', async () => {
  const url = await serve((_, response) => response.writeHead(204).end())
  expect(await (await fetchWhole(fetch, url, {}, 5_000)).text()).toBe('')
})

test('a redirect is not followed', async () => {
  let asked = 0
  const url = await serve((_, response) => { asked += 1; response.writeHead(302, { location: '/elsewhere' }).end() })
  expect([(await fetchWhole(fetch, url, {}, 5_000)).status, asked]).toEqual([302, 1])
})

test('a server that never answers is given up', async () => {
  const url = await serve(() => {})
  expect(await troubleFrom(fetchWhole(fetch, url, {}, 50))).toBe('no_answer')
})

test('a server that begins and never ends is given up by the same deadline', async () => {
  const url = await serve((_, response) => { response.writeHead(200).write('{') })
  expect(await troubleFrom(fetchWhole(fetch, url, {}, 100))).toBe('no_answer')
})

test('a line that is cut in the middle of the answer is no answer', async () => {
  const url = await serve((_, response) => { response.writeHead(200, { 'content-length': '100' }); response.write('{'); setImmediate(() => response.destroy()) })
  expect(await troubleFrom(fetchWhole(fetch, url, {}, 5_000))).toBe('no_answer')
})

test("a proxy's demand for a password is told by its head alone", async () => {
  const body = new ReadableStream({ start(controller) { controller.error(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')) } })
  const proxied = () => Promise.resolve(new Response(body, { status: 407 }))
  expect(await troubleFrom(fetchWhole(proxied, 'https://acme.example/', {}, 5_000))).toBe('proxy_wants_password')
})

test('an endless answer is not swallowed', async () => {
  const url = await serve((_, response) => {
    const chunk = Buffer.alloc(256 * 1024)
    const more = () => { while (!response.destroyed && response.write(chunk)); }
    response.on('drain', more)
    response.writeHead(200)
    more()
  })
  expect(await troubleFrom(fetchWhole(fetch, url, {}, 10_000))).toBe('captive_portal')
})

test('nobody listens: refused', async () => {
  const url = await serve(() => {})
  await once(server?.close() ?? createServer(), 'close')
  expect(await troubleFrom(fetchWhole(fetch, url, {}, 5_000))).toBe('refused')
})

test('plain http to anywhere but this computer is never sent', async () => {
  const asked: string[] = []
  const spy = (url: string) => { asked.push(url); return Promise.resolve(new Response('')) }
  for (const url of ['http://acme.example/', 'http://192.168.0.1/', 'http://127.0.0.1.evil.example/', 'ftp://127.0.0.1/']) {
    await expect(fetchWhole(spy, url, {}, 1_000)).rejects.toBeInstanceOf(InsecureRequest)
  }
  expect(asked).toEqual([])
})

test('a bug of ours is not taken for the network', async () => {
  const url = await serve((_, response) => response.end())
  await expect(fetchWhole(fetch, url, { method: 'GET', headers: { 'bad name': 'x' } }, 1_000)).rejects.toBeInstanceOf(TypeError)
})
