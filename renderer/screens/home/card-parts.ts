import type { Part } from '../../../shared/words/words.ts'
import type { Tone } from '../../components/tone.ts'

/** What a card's buttons may do. */
export type CardAction = 'copy' | 'refresh' | 'signIn' | 'write' | 'takeOver' | 'rename' | 'showFile' | 'openSession' | 'allowInPlace' | 'allowShare'

export type CardIcon = 'offline' | 'file' | 'warning' | 'memory' | 'key'

/** A piece of news in a card. */
export type CardNote = { readonly tone: Tone; readonly icon: CardIcon; readonly parts: readonly Part[] }
