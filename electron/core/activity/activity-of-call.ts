import type { ConnectionId } from '../../../shared/connection.ts'
import type { CommandName, Input, Output } from '../../../shared/contract.ts'
import type { Noted } from './activity-of-event.ts'

/** The keys' names that went by, so that a deletion can say which one. */
const MOST_NAMES = 5_000

type Revealed = { connectionId: ConnectionId; name: string }

/** Remembers what answers to the window show in passing, to tell later what a call was about. */
export interface CallMemory {
  /** What a call did, once it was answered; none for those that only look, or that failed. */
  activityOf<N extends CommandName>(name: N, input: Input<N>, output: Output<N>): Noted | undefined
}

type Tellers = { [N in CommandName]?: (input: Input<N>, output: Output<N>) => Noted | undefined }

export function makeCallMemory(): CallMemory {
  const names = new Map<string, string>()
  const reveals = new Map<string, Revealed>()

  const remember = ({ id, name }: { id: string; name: string }) => {
    if (names.size >= MOST_NAMES) names.delete(names.keys().next().value ?? '')
    names.set(id, name)
  }
  const made = (kind: 'keyGenerated' | 'keyRotated', connectionId: ConnectionId, output: Output<'generateKey'>): Noted | undefined => {
    if (!output.ok) return undefined
    const { revealId, key } = output.value
    remember(key)
    reveals.set(revealId, { connectionId, name: key.name })
    return { kind, connectionId, about: key.name }
  }
  const ofReveal = (kind: 'keyCopied' | 'keyStored' | 'keySaved') => ({ revealId }: { revealId: string }, output: { ok: boolean }): Noted | undefined => {
    const revealed = reveals.get(revealId)
    return output.ok && revealed !== undefined ? { kind, connectionId: revealed.connectionId, about: revealed.name } : undefined
  }
  const tellers: Tellers = {
    listKeys: (_input, output) => {
      if (output.ok) for (const key of output.value.keys) remember(key)
      return undefined
    },
    readKey: (_input, output) => {
      if (output.ok) remember(output.value)
      return undefined
    },
    copyBearerToken: ({ connectionId }, output) => (output.ok ? { kind: 'tokenCopied', connectionId } : undefined),
    generateKey: ({ connectionId }, output) => made('keyGenerated', connectionId, output),
    rotateKey: ({ connectionId }, output) => made('keyRotated', connectionId, output),
    changeKey: ({ connectionId }, output) => (output.ok ? { kind: 'keyChanged', connectionId, about: output.value.name } : undefined),
    deleteKey: ({ connectionId, keyId }, output) => (output.ok ? { kind: 'keyDeleted', connectionId, about: names.get(keyId) ?? keyId } : undefined),
    copyRevealedKey: ofReveal('keyCopied'),
    storeRevealedKey: ofReveal('keyStored'),
    saveRevealedKey: ofReveal('keySaved'),
    closeReveal: ({ revealId }) => {
      reveals.delete(revealId)
      return undefined
    },
  }
  return { activityOf: (name, input, output) => tellers[name]?.(input, output) }
}
