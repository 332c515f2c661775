import { describe, expect, test } from 'vitest'
import { troubleOfAnswer } from '../../../electron/adapters/network/fetch-whole.ts'
import { troubleOf } from '../../../electron/adapters/network/network-trouble.ts'
import { retryAfterSeconds } from '../../../electron/adapters/network/retry-after.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })
const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause })

describe('why there was no answer', () => {
  const rows: [string, unknown, string][] = [
    ['the name leads nowhere', fetchFailed(withCode('ENOTFOUND')), 'no_such_host'],
    ['the resolver is away', fetchFailed(withCode('EAI_AGAIN')), 'no_such_host'],
    ['nobody listens there', fetchFailed(withCode('ECONNREFUSED')), 'refused'],
    ['nobody listens on any of its addresses', fetchFailed(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])), 'refused'],
    ['there is no network', fetchFailed(withCode('ENETUNREACH')), 'offline'],
    ['the line is cut', fetchFailed(withCode('ECONNRESET')), 'no_answer'],
    ['connecting takes too long', fetchFailed(withCode('UND_ERR_CONNECT_TIMEOUT')), 'no_answer'],
    ['the certificate signed itself', fetchFailed(withCode('DEPTH_ZERO_SELF_SIGNED_CERT')), 'tls'],
    ['the certificate is of a private authority', fetchFailed(withCode('SELF_SIGNED_CERT_IN_CHAIN')), 'tls'],
    ['the certificate names another host', fetchFailed(withCode('ERR_TLS_CERT_ALTNAME_INVALID')), 'tls'],
    ['the other side speaks no TLS', fetchFailed(withCode('ERR_SSL_WRONG_VERSION_NUMBER')), 'tls'],
    ['Chromium is offline', new Error('net::ERR_INTERNET_DISCONNECTED'), 'offline'],
    ['Chromium finds no such name', new Error('net::ERR_NAME_NOT_RESOLVED'), 'no_such_host'],
    ['Chromium is refused', new Error('net::ERR_CONNECTION_REFUSED'), 'refused'],
    ['Chromium waits in vain', new Error('net::ERR_CONNECTION_TIMED_OUT'), 'no_answer'],
    ['Chromium distrusts the authority', new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'tls'],
    ['Chromium meets no TLS', new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'tls'],
    ['Chromium cannot reach the proxy', new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'proxy'],
    ['Chromium is not let through the proxy', new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'proxy'],
    ["Chromium cannot meet the proxy's demand", new Error('net::ERR_PROXY_AUTH_UNSUPPORTED'), 'proxy_wants_password'],
    ['Chromium meets a demand where no proxy is', new Error('net::ERR_UNEXPECTED_PROXY_AUTH'), 'proxy_wants_password'],
    ['Chromium was to be sent elsewhere', new Error('Redirect was cancelled'), 'captive_portal'],
    ['Chromium has a name that nobody wrote down', new Error('net::ERR_SOMETHING_NEW'), 'no_answer'],
    ['the error says nothing', new Error('x'), 'no_answer'],
    ['it is no error at all', 'x', 'no_answer'],
    ['its causes go round in a circle', circle(), 'no_answer'],
  ]
  test.each(rows)('%s', (_, error, trouble) => {
    expect(troubleOf(error)).toBe(trouble)
  })
})

function circle(): Error {
  const error = new Error('x')
  error.cause = error
  return error
}

describe('an answer that cannot be from the server that was meant', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  const json = { 'content-type': 'application/json' }
  const rows: [string, Response, string | undefined][] = [
    ['JSON is one to read', new Response('{}', { headers: json }), undefined],
    ['nothing is one to read', new Response(null, { status: 204 }), undefined],
    ['a refusal in JSON is one to read', new Response('{}', { status: 400, headers: json }), undefined],
    ['a refusal in HTML is one to read', new Response('no', { status: 404, headers: html }), undefined],
    ['a page is none', new Response('<p>', { headers: html }), 'captive_portal'],
    ['a redirect is none', new Response(null, { status: 302 }), 'captive_portal'],
    ['511 says itself what it is', new Response('', { status: 511 }), 'captive_portal'],
    ['407 is the proxy', new Response('', { status: 407 }), 'proxy_wants_password'],
    ['429 is too much', new Response('{}', { status: 429, headers: json }), 'server_error'],
    ['502 is a gateway', new Response('<p>', { status: 502, headers: html }), 'server_error'],
  ]
  test.each(rows)('%s', (_, response, trouble) => {
    expect(troubleOfAnswer(response, 0)?.trouble).toBe(trouble)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T20:15:00Z')
  const rows: [string, string | null, number | undefined][] = [
    ['absent', null, undefined],
    ['at once', '0', 0],
    ['two minutes', '120', 120],
    ['more than anybody waits is cut to 15 minutes', '1000000000', 900],
    ['a date', 'Mon, 23 Nov 2026 20:16:30 GMT', 90],
    ['a date that has passed', 'Mon, 23 Nov 2026 20:00:00 GMT', 0],
    ['a date of next year is cut to 15 minutes', 'Tue, 23 Nov 2027 20:00:00 GMT', 900],
    ['a negative number is nothing', '-5', undefined],
    ['a fraction is nothing', '1.5', undefined],
    ['words are nothing', 'soon', undefined],
    ['an empty header is nothing', '', undefined],
  ]
  test.each(rows)('%s', (_, header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds)
  })
})
