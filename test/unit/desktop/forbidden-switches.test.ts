import { expect, test } from 'vitest'
import { forbiddenStart } from '../../../electron/desktop/forbidden-switches.ts'

test.each([
  { argv: ['--remote-debugging-port=9222'], gives: 'remote-debugging-port' },
  { argv: ['--REMOTE-DEBUGGING-PORT=9222'], gives: 'remote-debugging-port' },
  { argv: ['-remote-debugging-pipe'], gives: 'remote-debugging-pipe' },
  { argv: ['--hidden', '--js-flags=--expose-gc'], gives: 'js-flags' },
  { argv: ['--no-sandbox'], gives: 'no-sandbox' },
  { argv: ['--ignore-certificate-errors'], gives: 'ignore-certificate-errors' },
  { argv: ['--host-resolver-rules=MAP * 127.0.0.1'], gives: 'host-resolver-rules' },
  { argv: ['--hidden', 'latchkey://open'], gives: undefined },
  { argv: ['remote-debugging-port'], gives: undefined },
])('$argv gives $gives', ({ argv, gives }) => {
  expect(forbiddenStart(argv, {}, false)).toBe(gives)
})

test('root on Linux, where Chromium has no sandbox, may start without it', () => {
  expect(forbiddenStart(['--no-sandbox'], {}, true)).toBeUndefined()
})

test.each(['SSLKEYLOGFILE', 'NODE_TLS_REJECT_UNAUTHORIZED'])('the variable %s, which would open TLS, forbids a start', name => {
  expect(forbiddenStart([], { [name]: '1' }, false)).toBe(name)
})
