import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

/** What stands behind the SDK in place of Amazon: the wire of KMS (JSON 1.1) with keys of its own, on loopback. */
export interface AwsKmsEndpoint {
  url: string
  /** Environment of a process that is to find region and credentials. */
  env: Readonly<Record<string, string>>
  /** The operations that were asked for, oldest first. */
  asked: string[]
  /** Called with each of them before it is answered. */
  onAsked: () => void
  /** As Amazon's yearly rotation: what was wrapped before still unwraps. */
  rotate: () => void
  /** Refuses everything from now on, as for a key that was disabled. */
  disable: (isDisabled: boolean) => void
  close: () => Promise<void>
}

const ACCESS_KEY = 'AKIATESTTESTTESTTEST'
const Context = z.record(z.string(), z.string())
const Encrypt = z.object({ KeyId: z.string(), Plaintext: z.base64(), EncryptionContext: Context })
const Decrypt = z.object({ CiphertextBlob: z.base64(), EncryptionContext: Context })

const NONCE = 12
const TAG = 16
const boundTo = (context: Readonly<Record<string, string>>) => Buffer.from(JSON.stringify(Object.entries(context).sort()))

function seal(keys: readonly Buffer[], plain: Buffer, context: Readonly<Record<string, string>>): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keys.at(-1) ?? Buffer.alloc(0), nonce).setAAD(boundTo(context))
  return Buffer.concat([Buffer.from([keys.length - 1]), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(keys: readonly Buffer[], blob: Buffer, context: Readonly<Record<string, string>>): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keys[blob[0] ?? 0] ?? Buffer.alloc(0), blob.subarray(1, 1 + NONCE), { authTagLength: TAG })
  decipher.setAAD(boundTo(context)).setAuthTag(blob.subarray(-TAG))
  return Buffer.concat([decipher.update(blob.subarray(1 + NONCE, -TAG)), decipher.final()])
}

class Refused extends Error {}

function carryOut(operation: string, body: unknown, keyId: string, keys: readonly Buffer[]) {
  if (operation === 'Encrypt') {
    const { KeyId, Plaintext, EncryptionContext } = Encrypt.parse(body)
    if (KeyId !== keyId) throw new Refused('NotFoundException')
    return { KeyId, CiphertextBlob: seal(keys, Buffer.from(Plaintext, 'base64'), EncryptionContext).toString('base64') }
  }
  const { CiphertextBlob, EncryptionContext } = Decrypt.parse(body)
  try {
    return { KeyId: keyId, Plaintext: open(keys, Buffer.from(CiphertextBlob, 'base64'), EncryptionContext).toString('base64') }
  } catch {
    throw new Refused('InvalidCiphertextException')
  }
}

function isSigned({ headers }: IncomingMessage): boolean {
  return new RegExp(`^AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/\\d{8}/eu-west-1/kms/aws4_request, SignedHeaders=\\S+, Signature=[0-9a-f]{64}$`).test(headers.authorization ?? '')
}

export async function startAwsKms(keyId: string): Promise<AwsKmsEndpoint> {
  const keys = [randomBytes(32)]
  const asked: string[] = []
  let isDisabled = false
  const endpoint: Pick<AwsKmsEndpoint, 'onAsked'> = { onAsked: () => {} }
  const server = createServer((request, response) => {
    const operation = /^TrentService\.(Encrypt|Decrypt)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? 'Unknown'
    asked.push(operation)
    endpoint.onAsked()
    void json(request).then(body => {
      if (!isSigned(request)) throw new Refused('IncompleteSignature')
      if (isDisabled) throw new Refused('DisabledException')
      return carryOut(operation, body, keyId, keys)
    }).then(answer => [200, answer] as const, (error: unknown) => [400, { __type: error instanceof Refused ? error.message : 'ValidationException' }] as const)
      .then(([status, answer]) => { response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer)) })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(endpoint, {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked,
    env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: 'secret/for/a/test' },
    rotate: () => void keys.push(randomBytes(32)),
    disable: (disabled: boolean) => { isDisabled = disabled },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
