import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Secret } from '../../../electron/core/secret.ts'
import { makeSecretClipboard, type SystemClipboard } from '../../../electron/desktop/secret-clipboard.ts'
import type { ClipboardState } from '../../../shared/app-state.ts'
import { instant } from '../../../shared/instant.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** A clipboard in memory: the timing and ownership rules are tested here, the real one in the story of the app. */
function surroundings(trouble: { write?: boolean; clear?: boolean } = {}) {
  let text = 'something of the person'
  const states: ClipboardState[] = []
  const system: SystemClipboard = {
    canConceal: true,
    write: async secret => {
      if (trouble.write) throw new Error('refused')
      text = secret.expose()
    },
    read: async () => text,
    clear: async () => {
      if (!trouble.clear) text = ''
    },
  }
  const clipboard = makeSecretClipboard({ system, now: () => instant(Date.now()), clearSeconds: () => 30, changed: state => states.push(state) })
  return { clipboard, states, holds: () => text, copyElsewhere: (other: string) => { text = other }, trouble }
}

test('a copied key is cleared after its thirty seconds', async () => {
  const { clipboard, holds, states } = surroundings()
  const put = await clipboard.put('apiKey', new Secret('canary'))
  expect(put).toEqual({ ok: true, value: { clearsAt: 1_030_000 } })
  await vi.advanceTimersByTimeAsync(29_900)
  expect(holds()).toBe('canary')
  await vi.advanceTimersByTimeAsync(200)
  expect(holds()).toBe('')
  expect(states.map(state => state.kind)).toEqual(['holding', 'clear'])
})

test('what somebody copied meanwhile stays', async () => {
  const { clipboard, holds, copyElsewhere, states } = surroundings()
  await clipboard.put('bearerToken', new Secret('canary'))
  copyElsewhere('a shopping list')
  await vi.advanceTimersByTimeAsync(31_000)
  expect(holds()).toBe('a shopping list')
  expect(states.at(-1)).toEqual({ kind: 'clear' })
})

test('the newest copy starts the time anew', async () => {
  const { clipboard, holds } = surroundings()
  await clipboard.put('apiKey', new Secret('first'))
  await vi.advanceTimersByTimeAsync(20_000)
  await clipboard.put('apiKey', new Secret('second'))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(holds()).toBe('second')
  await vi.advanceTimersByTimeAsync(11_000)
  expect(holds()).toBe('')
})

test('after a sleep that stopped the timer, a look clears it', async () => {
  const { clipboard, holds } = surroundings()
  await clipboard.put('apiKey', new Secret('canary'))
  vi.setSystemTime(1_600_000)
  await clipboard.look()
  expect(holds()).toBe('')
})

test('a look before the time leaves it', async () => {
  const { clipboard, holds } = surroundings()
  await clipboard.put('apiKey', new Secret('canary'))
  await clipboard.look()
  expect(holds()).toBe('canary')
})

test('a desktop that refuses to clear is told, and the next look tries again', async () => {
  const { clipboard, holds, states, trouble } = surroundings({ clear: true })
  await clipboard.put('apiKey', new Secret('canary'))
  await vi.advanceTimersByTimeAsync(31_000)
  expect(states.at(-1)).toEqual({ kind: 'stillThere', what: 'apiKey' })
  trouble.clear = false
  await clipboard.look()
  expect(holds()).toBe('')
  expect(states.at(-1)).toEqual({ kind: 'clear' })
})

test('a clipboard that takes nothing is a failure, not a promise', async () => {
  const { clipboard, states } = surroundings({ write: true })
  expect(await clipboard.put('apiKey', new Secret('canary'))).toEqual({ ok: false, failure: { code: 'clipboard_failed' } })
  expect(states).toEqual([])
})

test('no state ever carries the text', async () => {
  const { clipboard, states } = surroundings()
  await clipboard.put('apiKey', new Secret('canary'))
  await clipboard.clear()
  expect(JSON.stringify(states)).not.toContain('canary')
})
