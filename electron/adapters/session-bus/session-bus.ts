import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { decodeMessage, encodeCall, MESSAGE, type BusCall, type BusMessage } from './bus-message.ts'

/*
 * The session bus, as far as we ask it: SASL EXTERNAL, single calls, and signals (D-Bus Specification, "Authentication
 * Protocol"). keytar can't ask whether a collection is locked, nor Electron on Linux whether the screen is.
 */

/** Where the session bus listens, as its specification says to look for it; undefined where it can't be known. */
export function sessionBusSocket(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const addresses = environment['DBUS_SESSION_BUS_ADDRESS']
  if (addresses === undefined) return environment['XDG_RUNTIME_DIR'] === undefined ? undefined : join(environment['XDG_RUNTIME_DIR'], 'bus')
  for (const address of addresses.split(';')) {
    const [transport, rest] = address.split(':', 2)
    if (transport !== 'unix' || rest === undefined) continue
    const values = new Map(rest.split(',').map(pair => pair.split('=', 2) as [string, string]))
    const path = values.get('path')
    if (path !== undefined) return decodeURIComponent(path)
    const abstract = values.get('abstract')
    if (abstract !== undefined) return `\0${decodeURIComponent(abstract)}`
  }
  return undefined
}

const busItself = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }

/** Says who we are, makes the calls, with serials from 2 on, and gives each message that comes until the bus hangs up. */
async function* converse(socket: Socket, calls: readonly BusCall[]): AsyncGenerator<BusMessage> {
  const user = Buffer.from(String(process.getuid?.() ?? 0), 'ascii').toString('hex')
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
  let unread = Buffer.alloc(0)
  let isAuthenticated = false
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    unread = Buffer.concat([unread, chunk])
    if (!isAuthenticated) {
      const end = unread.indexOf('\r\n')
      if (end < 0) continue
      if (!unread.subarray(0, end).toString('latin1').startsWith('OK ')) throw new Error('the session bus refused us')
      isAuthenticated = true
      unread = unread.subarray(end + 2)
      const said = [{ ...busItself, member: 'Hello', arguments: [] }, ...calls].map((call, index) => encodeCall(index + 1, call))
      socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), ...said]))
    }
    for (let next = decodeMessage(unread); next !== undefined; next = decodeMessage(unread)) {
      unread = unread.subarray(next.length)
      yield next.message
    }
  }
}

/**
 * Makes one call on the session bus.
 *
 * @returns the body of its reply; undefined for a D-Bus error (nobody of that name, say). Throws when there is no bus.
 */
export async function callOnSessionBus(socketPath: string, call: BusCall, timeoutMs: number): Promise<Buffer | undefined> {
  const socket = connect({ path: socketPath })
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the session bus did not answer')))
  try {
    for await (const { type, replyTo, body } of converse(socket, [call])) {
      if (replyTo === 2) return type === MESSAGE.error ? undefined : body
    }
    throw new Error('the session bus hung up')
  } finally {
    socket.destroy()
  }
}

/**
 * Hears signals until the bus hangs up or the socket is destroyed.
 *
 * @param socket  connecting or connected to the bus
 * @param rules   which signals (D-Bus Specification, "Match Rules")
 */
export async function* signalsOnSessionBus(socket: Socket, rules: readonly string[]): AsyncGenerator<BusMessage> {
  const calls = rules.map(rule => ({ ...busItself, member: 'AddMatch', arguments: [rule] }))
  for await (const message of converse(socket, calls)) {
    if (message.type === MESSAGE.signal) yield message
  }
}
