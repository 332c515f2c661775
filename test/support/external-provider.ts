import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { newDataFolder } from './workspace-process.ts'

export interface ExternalProvider {
  issuer: string
  /** A signed access token; `header` and `claims` override what is right. */
  token(claims: JWTPayload, header?: Record<string, string>, key?: CryptoKey): Promise<string>
  /** An opaque token that introspection knows. */
  opaque(claims: Record<string, unknown>): string
  revoke(token: string): void
  /** A file that names this provider. */
  file(more?: Readonly<Record<string, unknown>>): Promise<string>
  close(): Promise<void>
}

export const AUDIENCE = 'https://workspace.acme.example'

/** An OpenID provider of another house, with its own keys: discovery, JWKS, introspection and userinfo over HTTP. */
export async function startExternalProvider(): Promise<ExternalProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...await exportJWK(publicKey), kid: 'one', use: 'sig', alg: 'RS256' }
  const opaque = new Map<string, Record<string, unknown>>()
  const server = createServer((request, response) => {
    const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (request.url === '/.well-known/openid-configuration') {
      return json({ issuer, jwks_uri: `${issuer}/keys`, introspection_endpoint: `${issuer}/introspect`, userinfo_endpoint: `${issuer}/userinfo` })
    }
    if (request.url === '/keys') return json({ keys: [jwk] })
    if (request.url === '/userinfo') return json({ sub: 'no-address', email: 'from-userinfo@acme.example', email_verified: true, name: 'From Userinfo' })
    let body = ''
    request.on('data', chunk => { body += String(chunk) })
    request.on('end', () => {
      const isKnown = request.headers.authorization === `Basic ${Buffer.from('api:introspection-secret').toString('base64')}`
      const claims = opaque.get(new URLSearchParams(body).get('token') ?? '')
      if (!isKnown) response.writeHead(401).end()
      else json(claims === undefined ? { active: false } : { active: true, ...claims })
    })
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    issuer,
    token: (claims, header = {}, key = privateKey) => {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({ iss: issuer, aud: AUDIENCE, iat: now, exp: now + 600, email_verified: true, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'at+jwt', ...header }).sign(key)
    },
    opaque(claims) {
      const token = `opaque${String(opaque.size)}${'x'.repeat(24)}`
      opaque.set(token, { iss: issuer, aud: AUDIENCE, email_verified: true, ...claims })
      return token
    },
    revoke: token => void opaque.delete(token),
    async file(more = {}) {
      const path = join(await newDataFolder(), 'provider.json')
      await writeFile(path, JSON.stringify({
        issuer, clientId: 'client-at-provider', audience: AUDIENCE, roleClaim: 'groups',
        roles: { owners: 'owner', supers: 'superAdmin', admins: 'admin', users: 'user', guests: 'guest' },
        introspection: { clientId: 'api', clientSecret: 'introspection-secret' }, ...more,
      }))
      return path
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
