import { expect, test } from 'vitest'
import { mayOpen } from '../../../electron/desktop/may-open.ts'

test.each([
  'https://acme.okta.com/oauth2/v1/authorize?client_id=x',
  'http://127.0.0.1:8123/authorize',
  'http://localhost:8123/authorize',
  'http://[::1]:8123/authorize',
])('%s may be opened', address => {
  expect(mayOpen(address)).toBe(true)
})

test.each([
  'file:///etc/passwd', 'smb://host/share', 'javascript:alert(1)', 'ms-msdt:/id PCWDiagnostic', 'data:text/html,x', 'vbscript:x', 'about:blank',
  'http://example.org/', 'http://127.0.0.1.example.org/', 'http://localhost.example.org/', 'http://127.0.0.2/', 'https://user@acme.okta.com/',
  'https://acme.okta.com:pw@evil.example/', 'ftp://acme.okta.com/', 'latchkey://open', ' ', '', 'acme', '//evil.example', 'mailto:a@b.example',
])('%j never reaches the system', address => {
  expect(mayOpen(address)).toBe(false)
})
