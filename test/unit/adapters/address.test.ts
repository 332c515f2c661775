import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../../electron/adapters/workspace-http/address.ts'

describe('an address leads to a workspace', () => {
  const rows: [string, string, string][] = [
    ['its name', 'acme', 'https://acme.cerby.com/api/v1'],
    ['its name in capitals, with blanks around', '  ACME ', 'https://acme.cerby.com/api/v1'],
    ['a name with a hyphen', 'acme-eu', 'https://acme-eu.cerby.com/api/v1'],
    ['its host', 'acme.cerby.com', 'https://acme.cerby.com/api/v1'],
    ['its host with a port', 'acme.cerby.com:8443', 'https://acme.cerby.com:8443/api/v1'],
    ['a whole URL', 'https://acme.cerby.com', 'https://acme.cerby.com/api/v1'],
    ['a whole URL with a slash', 'https://acme.cerby.com/', 'https://acme.cerby.com/api/v1'],
    ['its API', 'https://acme.cerby.com/api/v1', 'https://acme.cerby.com/api/v1'],
    ['its API with a slash', 'https://acme.cerby.com/api/v1/', 'https://acme.cerby.com/api/v1'],
    ['its API behind a prefix', 'https://tools.acme.example/cerby/api/v1', 'https://tools.acme.example/cerby/api/v1'],
    ['any of its pages', 'https://acme.cerby.com/items/7?tab=keys#top', 'https://acme.cerby.com/api/v1'],
    ['any host that answers', 'https://vault.acme.example', 'https://vault.acme.example/api/v1'],
    ['a host inside', 'https://vault', 'https://vault/api/v1'],
    ['a name in another script', 'https://bücher.example', 'https://xn--bcher-kva.example/api/v1'],
    ['this computer', 'http://127.0.0.1:4000', 'http://127.0.0.1:4000/api/v1'],
    ['this computer without a scheme', '127.0.0.1:4000', 'http://127.0.0.1:4000/api/v1'],
    ['this computer by name', 'localhost:4000', 'http://localhost:4000/api/v1'],
    ['this computer by its name alone', 'localhost', 'http://localhost/api/v1'],
    ['this computer by IPv6', 'http://[::1]:4000', 'http://[::1]:4000/api/v1'],
    ['this computer over https', 'https://127.0.0.1:4000', 'https://127.0.0.1:4000/api/v1'],
  ]
  test.each(rows)('%s: %s', (_, typed, baseUrl) => {
    expect(parseAddress(typed)).toEqual({ ok: true, value: { baseUrl, host: new URL(baseUrl).host } })
  })
})

describe('an address is refused', () => {
  const rows: [string, string, string][] = [
    ['plain http to elsewhere', 'http://acme.cerby.com', 'insecure_address'],
    ['plain http to an address in the house', 'http://192.168.0.10:4000', 'insecure_address'],
    ['plain http to a name that only looks like this computer', 'http://127.0.0.1.evil.example', 'insecure_address'],
    ['plain http to every address', 'http://0.0.0.0:4000', 'insecure_address'],
    ['nothing', '', 'malformed_address'],
    ['blanks', '   ', 'malformed_address'],
    ['two words', 'acme corp', 'malformed_address'],
    ['a line break inside', 'acme\n.cerby.com', 'malformed_address'],
    ['a NUL inside', 'ac\0me', 'malformed_address'],
    ['another scheme', 'ftp://acme.cerby.com', 'malformed_address'],
    ['a file', 'file:///etc/passwd', 'malformed_address'],
    ['a script', 'javascript:alert(1)', 'malformed_address'],
    ['a user name in it', 'https://acme.cerby.com@evil.example', 'malformed_address'],
    ['a user name without a scheme', 'acme.cerby.com@evil.example', 'malformed_address'],
    ['no host', 'https://', 'malformed_address'],
    ['a name that begins with a hyphen', '-acme', 'malformed_address'],
    ['a name with an underscore', 'ac_me!', 'malformed_address'],
    ['something endless', 'a'.repeat(3_000), 'malformed_address'],
  ]
  test.each(rows)('%s', (_, typed, code) => {
    expect(parseAddress(typed)).toMatchObject({ ok: false, failure: { code } })
  })
})
