import { expect, test, vi } from 'vitest'
import { commands, type Answer } from '../../../shared/contract.ts'
import { makeServe, type Handlers } from '../../../electron/ipc/serve.ts'

const ours = { isMainFrameOfOurWindow: true, origin: 'app://latchkey' }

/** Every command answers what it was asked; none of them is reached in a refused call. */
function recording() {
  const reached: string[] = []
  const handlers = new Proxy({}, {
    get: (_target, name: string) => async (input: unknown) => {
      reached.push(`${name} ${JSON.stringify(input)}`)
      if (name === 'signOut') return { revokedAtProvider: true }
      if (name === 'quit') throw new Error('token eyJhbGciOi')
      return name === 'openPage' ? 'not what the contract says' : null
    },
  }) as Handlers
  return { handlers, reached }
}

test('a call from our own window reaches its handler and is answered', async () => {
  const { handlers, reached } = recording()
  const serve = makeServe(handlers, 'app://latchkey', vi.fn())
  expect(await serve(ours, 'clearClipboard', {})).toEqual<Answer>({ kind: 'answered', value: null })
  expect(reached).toEqual(['clearClipboard {}'])
})

test.each([
  { says: 'another origin', sender: { ...ours, origin: 'https://example.org' } },
  { says: 'an origin that begins like ours', sender: { ...ours, origin: 'app://latchkey.evil' } },
  { says: 'a frame inside our window', sender: { isMainFrameOfOurWindow: false, origin: 'app://latchkey' } },
  { says: 'a frame that is gone', sender: { isMainFrameOfOurWindow: false, origin: '' } },
])('$says is refused, whatever it calls', async ({ sender }) => {
  const { handlers, reached } = recording()
  const serve = makeServe(handlers, 'app://latchkey', vi.fn())
  for (const name of Object.keys(commands)) {
    expect(await serve(sender, name, {})).toEqual({ kind: 'refused', code: 'untrusted_sender' })
  }
  expect(reached).toEqual([])
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'SignIn', 7, null, undefined, {}, ['signIn']])(
  'a command named %j does not exist', async name => {
    const { handlers, reached } = recording()
    expect(await makeServe(handlers, 'app://latchkey', vi.fn())(ours, name, {})).toEqual({ kind: 'refused', code: 'unknown_command' })
    expect(reached).toEqual([])
  })

test.each([
  { says: 'a field too many', name: 'clearClipboard', input: { extra: 1 } },
  { says: 'a wrong type', name: 'findWorkspace', input: { address: 7 } },
  { says: 'ten megabytes', name: 'findWorkspace', input: { address: 'a'.repeat(10_000_000) } },
  { says: 'no object', name: 'signOut', input: 'signOut' },
  { says: 'a missing field', name: 'signOut', input: {} },
  { says: 'an id that is none', name: 'signOut', input: { connectionId: '../../etc' } },
  { says: 'a page that is not https', name: 'openPage', input: { url: 'file:///etc/passwd' } },
  { says: 'a script as a page', name: 'openPage', input: { url: 'javascript:alert(1)' } },
  { says: 'a polluting key', name: 'clearClipboard', input: JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as unknown },
])('$says is refused before any handler runs', async ({ name, input }) => {
  const { handlers, reached } = recording()
  expect(await makeServe(handlers, 'app://latchkey', vi.fn())(ours, name, input)).toEqual({ kind: 'refused', code: 'malformed_input' })
  expect(reached).toEqual([])
})

test('a bug in a handler is told to the app, and to the window only that there was one', async () => {
  const broken = vi.fn()
  const { handlers } = recording()
  const answer = await makeServe(handlers, 'app://latchkey', broken)(ours, 'quit', {})
  expect(answer).toEqual({ kind: 'refused', code: 'broken' })
  expect(JSON.stringify(answer)).not.toContain('eyJ')
  expect(broken).toHaveBeenCalledWith('quit', expect.any(Error))
})

test('an answer that breaks the contract never leaves', async () => {
  const { handlers } = recording()
  const answer = await makeServe(handlers, 'app://latchkey', vi.fn())(ours, 'openPage', { url: 'https://example.org' })
  expect(answer).toEqual({ kind: 'refused', code: 'broken' })
})
