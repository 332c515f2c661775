import type { ConnectionId } from '../../../shared/connection.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import { fail, succeed } from '../../../shared/outcome.ts'
import { changeKey } from './change.ts'
import { deleteKey } from './delete.ts'
import { generateKey, type AttemptEnds } from './generate.ts'
import { keyStatus } from './key-status.ts'
import type { KeyFlowParts } from './ports.ts'
import { makeReveals } from './reveals.ts'
import { rotateKey } from './rotate.ts'
import { storeRevealedKey } from './store-as-secret.ts'

type KeyCommand =
  | 'listKeys' | 'readKey' | 'generateKey' | 'changeKey' | 'rotateKey' | 'deleteKey'
  | 'copyRevealedKey' | 'storeRevealedKey' | 'saveRevealedKey' | 'closeReveal'

/** The contract's commands about keys, by their names. */
export type KeyFlows = { [N in KeyCommand]: (input: Input<N>) => Promise<Output<N>> } & {
  /** Forgets the fresh keys that are being shown: on lock, sleep and quit, or those of one connection at its sign-out. */
  dropReveals(connectionId?: ConnectionId): void
}

export function makeKeyFlows(parts: KeyFlowParts): KeyFlows {
  const { api, accessTo, clipboard, envFile, clock } = parts
  const reveals = makeReveals({ clock, timer: parts.timer, newId: parts.newRevealId, closed: parts.revealClosed })
  const ends: AttemptEnds = new Map()

  return {
    async listKeys({ connectionId, query }) {
      const access = accessTo(connectionId)
      if (!access.ok) return access
      const page = await api.list(access.value, query)
      if (!page.ok) return page
      const now = clock.now()
      return succeed({ ...page.value, keys: page.value.keys.map(key => ({ ...key, status: keyStatus(key, now) })) })
    },
    async readKey({ connectionId, keyId }) {
      const access = accessTo(connectionId)
      if (!access.ok) return access
      const key = await api.read(access.value, keyId)
      return key.ok ? succeed({ ...key.value, status: keyStatus(key.value, clock.now()) }) : key
    },
    generateKey: input => generateKey(parts, reveals, ends, input),
    changeKey: input => changeKey(parts, input),
    rotateKey: input => rotateKey(parts, reveals, input),
    deleteKey: input => deleteKey(parts, input),

    async copyRevealedKey({ revealId }) {
      const held = reveals.peek(revealId)
      if (held === undefined) return fail({ code: 'reveal_over' })
      return held.isDamaged ? fail({ code: 'key_damaged' }) : clipboard.put('apiKey', held.plain)
    },
    storeRevealedKey: input => storeRevealedKey(parts, reveals, input),
    async saveRevealedKey({ revealId, variable }) {
      const held = reveals.peek(revealId)
      if (held === undefined) return fail({ code: 'reveal_over' })
      return held.isDamaged ? fail({ code: 'key_damaged' }) : envFile.save(variable, held.plain)
    },
    closeReveal({ revealId }) {
      reveals.drop(revealId)
      return Promise.resolve(null)
    },
    dropReveals(connectionId) {
      reveals.dropAll(connectionId)
    },
  }
}
