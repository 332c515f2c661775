import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoopbackShape } from '../../core/session/ports.ts'

/** Servers that together are one listener, and the host with port by which a browser reaches it. */
export interface BoundListener {
  servers: Server[]
  host: string
}

// How often another port is looked for where IPv4 got one that is taken on IPv6.
const ATTEMPTS = 20

async function bind(server: Server, host: '127.0.0.1' | '::1', port: number): Promise<number | { code: string }> {
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN' }
  }
}

function isAbsent(code: string): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

/** 127.0.0.1, or ::1 on a computer that has no IPv4. */
async function bindAddress(makeServer: () => Server, port: number): Promise<BoundListener | undefined> {
  const server = makeServer()
  const bound = await bind(server, '127.0.0.1', port)
  if (typeof bound === 'number') return { servers: [server], host: `127.0.0.1:${String(bound)}` }
  if (!isAbsent(bound.code)) return undefined
  const other = makeServer()
  const boundToo = await bind(other, '::1', port)
  return typeof boundToo === 'number' ? { servers: [other], host: `[::1]:${String(boundToo)}` } : undefined
}

/** `localhost` is two addresses: whoever holds only one of them leaves the other to a stranger, and the code with it. */
async function bindName(makeServer: () => Server, port: number): Promise<BoundListener | undefined> {
  const four = makeServer()
  const boundFour = await bind(four, '127.0.0.1', port)
  if (typeof boundFour !== 'number' && !isAbsent(boundFour.code)) return undefined
  const six = makeServer()
  const boundSix = await bind(six, '::1', typeof boundFour === 'number' ? boundFour : port)
  const servers = [...(typeof boundFour === 'number' ? [four] : []), ...(typeof boundSix === 'number' ? [six] : [])]
  const isTaken = typeof boundSix !== 'number' && !isAbsent(boundSix.code)
  const bound = [boundFour, boundSix].find(one => typeof one === 'number')
  if (!isTaken && bound !== undefined) return { servers, host: `localhost:${String(bound)}` }
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return undefined
}

/** Listens on this computer alone, on any free port or on the first free one of a set; undefined when all are taken. */
export async function bindLoopback(shape: LoopbackShape, makeServer: () => Server): Promise<BoundListener | undefined> {
  const bindOne = shape.host === 'localhost' ? bindName : bindAddress
  const ports = shape.ports === 'any' ? Array<number>(ATTEMPTS).fill(0) : shape.ports
  for (const port of ports) {
    const bound = await bindOne(makeServer, port)
    if (bound !== undefined) return bound
  }
  return undefined
}
