import { connect, type Socket } from 'node:net'
import { join } from 'node:path'

/*
 * As much of D-Bus as one question needs: SASL EXTERNAL, method calls with strings in, raw bodies out (D-Bus
 * Specification, "Message Protocol" and "Authentication Protocol"). keytar can't ask whether a collection is locked.
 */

const METHOD_CALL = 1
const METHOD_RETURN = 2
const ERROR = 3
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const

/** A call whose arguments are strings. */
export interface BusCall {
  destination: string
  path: string
  interface: string
  member: string
  arguments: readonly string[]
}

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

class Writer {
  #parts: Buffer[] = []
  #length = 0

  align(to: number): void {
    this.raw(Buffer.alloc((to - (this.#length % to)) % to))
  }

  raw(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }

  uint32(value: number): void {
    this.align(4)
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    this.raw(bytes)
  }

  string(text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    this.uint32(bytes.length)
    this.raw(Buffer.concat([bytes, Buffer.of(0)]))
  }

  signature(text: string): void {
    this.raw(Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'ascii'), Buffer.of(0)]))
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

function headerField(fields: Writer, code: number, type: 'o' | 's' | 'g', text: string): void {
  fields.align(8)
  fields.raw(Buffer.of(code))
  fields.signature(type)
  if (type === 'g') fields.signature(text)
  else fields.string(text)
}

function encodeCall(serial: number, call: BusCall): Buffer {
  const body = new Writer()
  for (const text of call.arguments) body.string(text)
  const fields = new Writer()
  headerField(fields, FIELD.path, 'o', call.path)
  headerField(fields, FIELD.interface, 's', call.interface)
  headerField(fields, FIELD.member, 's', call.member)
  headerField(fields, FIELD.destination, 's', call.destination)
  if (call.arguments.length > 0) headerField(fields, FIELD.signature, 'g', 's'.repeat(call.arguments.length))
  const message = new Writer()
  message.raw(Buffer.from(['l'.charCodeAt(0), METHOD_CALL, 0, 1]))
  message.uint32(body.bytes().length)
  message.uint32(serial)
  message.uint32(fields.bytes().length)
  message.raw(fields.bytes())
  message.align(8)
  message.raw(body.bytes())
  return message.bytes()
}

interface Reply { serial: number; isError: boolean; body: Buffer }

/** The first whole message of a buffer, its reply serial and its length; undefined while more bytes are to come. */
function decodeMessage(buffer: Buffer): { reply: Reply | undefined; length: number } | undefined {
  if (buffer.length < 16) return undefined
  const isLittle = buffer[0] === 'l'.charCodeAt(0)
  const uint32 = (at: number) => (isLittle ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at))
  const fieldsEnd = 16 + uint32(12)
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8
  const length = bodyStart + uint32(4)
  if (buffer.length < length) return undefined
  const type = buffer[1]
  if (type !== METHOD_RETURN && type !== ERROR) return { reply: undefined, length }
  for (let at = 16; at + 8 <= fieldsEnd; at += 8) {
    // Fields are aligned to 8; the one we want is the byte 5, the signature "u", and a number.
    if (buffer[at] === FIELD.replySerial && buffer[at + 1] === 1 && buffer[at + 2] === 'u'.charCodeAt(0)) {
      return { reply: { serial: uint32(at + 4), isError: type === ERROR, body: Buffer.from(buffer.subarray(bodyStart, length)) }, length }
    }
  }
  return { reply: undefined, length }
}

async function converse(socket: Socket, call: BusCall): Promise<Reply> {
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
      const hello = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'Hello', arguments: [] }
      socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), encodeCall(1, hello), encodeCall(2, call)]))
    }
    for (let message = decodeMessage(unread); message !== undefined; message = decodeMessage(unread)) {
      unread = unread.subarray(message.length)
      if (message.reply?.serial === 2) return message.reply
    }
  }
  throw new Error('the session bus hung up')
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
    const reply = await converse(socket, call)
    return reply.isError ? undefined : reply.body
  } finally {
    socket.destroy()
  }
}
