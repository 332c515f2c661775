import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An RSA pair and the public half as a provider publishes it. */
export interface SigningKey { private: KeyObject; jwk: Record<string, unknown> }

export function makeSigningKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { private: privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } }
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT with any head and body, signed by RS256 whatever its head says. */
export function signJwt(head: Record<string, unknown>, claims: Record<string, unknown>, key: SigningKey): string {
  const text = `${base64url(head)}.${base64url(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key.private).toString('base64url')}`
}

/** A JWT by HMAC, keyed with what everybody knows: the confusion of algorithms. */
export function hmacJwt(head: Record<string, unknown>, claims: Record<string, unknown>, publicText: string): string {
  const text = `${base64url(head)}.${base64url(claims)}`
  return `${text}.${createHmac('sha256', publicText).update(text).digest('base64url')}`
}

export interface TokenReply { status?: number; headers?: Record<string, string>; body: unknown }

/** A provider whose every word a test decides. It speaks real HTTP on loopback and keeps what it was asked. */
export interface ForgingProvider {
  issuer: string
  key: SigningKey
  /** The bodies that came to the token endpoint. */
  tokenRequests: URLSearchParams[]
  revocations: URLSearchParams[]
  metadata: (honest: Record<string, unknown>) => Record<string, unknown>
  token: (request: URLSearchParams) => TokenReply
  revocation: () => { status: number; headers?: Record<string, string> }
  keys: () => unknown[]
  /** Answers instead of everything else, where it is set. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  stop: () => Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return new URLSearchParams(text)
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
}

export async function startForgingProvider(): Promise<ForgingProvider> {
  const server = createServer((request, response) => { void answer(request, response) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const key = makeSigningKey('first')
  const provider: ForgingProvider = {
    issuer, key, tokenRequests: [], revocations: [],
    metadata: honest => honest,
    token: () => ({ status: 400, body: { error: 'invalid_grant' } }),
    revocation: () => ({ status: 200 }),
    keys: () => [provider.key.jwk],
    instead: undefined,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (provider.instead) return provider.instead(request, response)
    switch (new URL(request.url ?? '/', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, provider.metadata({
          issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
          revocation_endpoint: `${issuer}/revoke`, code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
        }))
      case '/jwks':
        return json(response, 200, { keys: provider.keys() })
      case '/token': {
        const asked = await bodyOf(request)
        provider.tokenRequests.push(asked)
        const { status = 200, headers, body } = provider.token(asked)
        return json(response, status, body, headers)
      }
      case '/revoke': {
        provider.revocations.push(await bodyOf(request))
        const { status, headers } = provider.revocation()
        response.writeHead(status, headers).end()
        return
      }
      default:
        return json(response, 404, {})
    }
  }

  return provider
}
