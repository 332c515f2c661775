/*
 * As much of D-Bus as our questions need: method calls with strings in, raw bodies out (D-Bus Specification, "Message
 * Protocol").
 */

const METHOD_CALL = 1
export const MESSAGE = { methodReturn: 2, error: 3, signal: 4 } as const
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const

/** A call whose arguments are strings. */
export interface BusCall {
  destination: string
  path: string
  interface: string
  member: string
  arguments: readonly string[]
}

/** A message as it came in. */
export interface BusMessage {
  /** One of `MESSAGE`, or a call. */
  type: number
  /** The serial of the call that this answers. */
  replyTo: number | undefined
  member: string | undefined
  isLittleEndian: boolean
  body: Buffer
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

/** A call as it goes over the wire, little-endian. */
export function encodeCall(serial: number, call: BusCall): Buffer {
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

/** Reads what a message carries, in the byte order that it names itself; positions count from its start. */
class Reader {
  readonly isLittleEndian: boolean
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.isLittleEndian = bytes[0] === 'l'.charCodeAt(0)
  }

  get at(): number {
    return this.#at
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to
  }

  skip(count: number): void {
    this.#at += count
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++)
  }

  uint32(): number {
    this.align(4)
    const value = this.isLittleEndian ? this.#bytes.readUInt32LE(this.#at) : this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  /** Of as many bytes, and the zero behind them. */
  text(length: number): string {
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length)
    this.#at += length + 1
    return text
  }
}

const FIXED_LENGTH = 16

/** The first whole message of a buffer, and its length; undefined while more bytes are to come. */
export function decodeMessage(buffer: Buffer): { message: BusMessage; length: number } | undefined {
  if (buffer.length < FIXED_LENGTH) return undefined
  const reader = new Reader(buffer)
  reader.skip(1)
  const type = reader.byte()
  reader.skip(2)
  const bodyLength = reader.uint32()
  reader.skip(4)
  const fieldsEnd = FIXED_LENGTH + reader.uint32()
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8
  const length = bodyStart + bodyLength
  if (buffer.length < length) return undefined
  const fields = new Map<number, string | number>()
  while (reader.at < fieldsEnd) {
    reader.align(8)
    const code = reader.byte()
    fields.set(code, fieldValue(reader, reader.text(reader.byte())))
  }
  const replyTo = fields.get(FIELD.replySerial)
  const member = fields.get(FIELD.member)
  return {
    length,
    message: {
      type, isLittleEndian: reader.isLittleEndian,
      replyTo: typeof replyTo === 'number' ? replyTo : undefined,
      member: typeof member === 'string' ? member : undefined,
      body: Buffer.from(buffer.subarray(bodyStart, length)),
    },
  }
}

/** The specification gives header fields no other types. */
function fieldValue(reader: Reader, type: string): string | number {
  switch (type) {
    case 'u':
      return reader.uint32()
    case 'g':
      return reader.text(reader.byte())
    case 's':
    case 'o':
      return reader.text(reader.uint32())
    default:
      throw new Error('the session bus sent a header field of no known type')
  }
}
