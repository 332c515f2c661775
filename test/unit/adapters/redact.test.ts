import { describe, expect, test } from 'vitest'
import { redact } from '../../../electron/adapters/log/redact.ts'
import { generateKey } from '../../../electron/workspace/keys/key-format.ts'

const JWT = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJhZGEiLCJhdWQiOiJ4In0.c2lnbmF0dXJlLWNhbmFyeQ'
const OPAQUE = 'q9X2mV7bT4cR8nK1wZ5yL3pD6sF0gH-jA_eUiOtYvBx'
const { text: KEY } = generateKey()

describe('what looks like a secret is taken out', () => {
  const rows: [string, string, string][] = [
    ['a bearer token in a message', `refused ${JWT} at once`, JWT],
    ['a JWT cut short', `refused ${JWT.slice(0, 60)}`, JWT.slice(10, 60)],
    ['an API key', `key ${KEY} is odd`, KEY],
    ['an API key cut short', `key ${KEY.slice(0, 30)}`, KEY.slice(11, 30)],
    ['a header', 'Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['a header in an object', '{ "authorization": "Bearer canary1" }', 'canary1'],
    ['a header with another scheme', 'authorization=Basic Y2FuYXJ5OnB3', 'Y2FuYXJ5'],
    ["a key's header", "'x-api-key': 'canary-key'", 'canary-key'],
    ['a cookie', 'Set-Cookie: session=canary; Path=/', 'canary'],
    ['a form', 'grant_type=refresh_token&refresh_token=canary-refresh&client_id=latchkey', 'canary-refresh'],
    ['JSON', '{"access_token":"canary-access","expires_in":3600}', 'canary-access'],
    ['a redirect', 'GET /callback?code=canary-code&state=canary-state HTTP/1.1', 'canary'],
    ['a line of the credentials file', 'cerby_bearer_token = canary-line', 'canary-line'],
    ['a set-up address', 'http://127.0.0.1:1/?setup_token=canary-setup', 'canary-setup'],
    ['a verifier', 'code_verifier: "canary-verifier"', 'canary-verifier'],
    ['a password', 'password=canary-password', 'canary-password'],
    ['a URL with credentials', 'https://ada:canary@acme.example/x', 'canary'],
    ['an opaque token that nothing announces', `the answer was ${OPAQUE}`, OPAQUE],
  ]
  test.each(rows)('%s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret)
  })
})

describe('what a reader of the log needs stays', () => {
  const rows = [
    'the workspace answered 503 at acme.cerby.com', 'connection 5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11 refreshed in 240 ms',
    '2026-11-23T20:15:04Z grant_refused invalid_grant', 'TypeError: fetch failed\n    at refreshTokenGrant (file:///opt/latchkey/resources/app.asar/out/main.js:120:11)',
    'https://acme.cerby.com/api/v1/workspace', 'provider_answer_unusable OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  ]
  test.each(rows)('%s', text => {
    expect(redact(text)).toBe(text)
  })
})
