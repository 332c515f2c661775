import type { Connection } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { TokenState } from '../../../shared/token-state.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import type { Part, Words } from '../../../shared/words/words.ts'
import { toneOfFailure } from '../../components/failure-tone.ts'
import type { Tone } from '../../components/tone.ts'
import type { CardAction, CardNote } from './card-parts.ts'
import { publicationTruth, type FileTruth } from './publication-truth.ts'
import { signInTruth } from './sign-in-truth.ts'

/** All that a card says of one workspace: what is so, until when, what happens next by itself, and what to do. */
export type CardTruth = {
  readonly tone: Tone
  readonly ring: { readonly issuedAt: Instant; readonly expiresAt: Instant } | undefined
  readonly badges: readonly { readonly tone: Tone; readonly text: string; readonly isOffline?: boolean }[]
  readonly line: readonly Part[]
  readonly aside: string | undefined
  readonly notes: readonly CardNote[]
  /** The one thing worth doing now; then the others that stand in sight. */
  readonly primary: CardAction | undefined
  readonly others: readonly CardAction[]
  readonly file: FileTruth | undefined
}

/** How a token stands, before the file is looked at. */
type TokenTruth = Pick<CardTruth, 'tone' | 'badges' | 'line' | 'aside' | 'notes' | 'primary' | 'others'>

/** The truth about one connection at `now`, in words. */
export function cardTruth(connection: Connection, now: Instant, words: Words): CardTruth {
  const { session } = connection
  switch (session.kind) {
    case 'restoring':
      return { ...nothingYet, tone: 'waiting', line: words.parts('home.restoring'), aside: words.t('home.restoringText'), primary: undefined }
    case 'unreadable': {
      const { happened, means, todo } = describeFailure(words, session.failure)
      const retry = words.t('home.note.retry', { time: words.time(session.retryAt) })
      return {
        ...nothingYet,
        tone: 'soon',
        badges: [{ tone: 'soon', text: words.t('home.badge.locked') }],
        line: words.parts('home.unreadable'),
        notes: [{ tone: 'soon', icon: 'key', parts: [{ strong: happened }, ` ${means} ${todo} ${retry}`] }],
        primary: 'openSession',
      }
    }
    case 'signInRequired':
      return { ...nothingYet, tone: 'act', badges: [{ tone: 'act', text: words.t('home.badge.signIn') }], ...signInTruth(connection, session, words), primary: 'signIn' }
    case 'signedIn':
      return signedInTruth(connection, session.token, session.keptIn, now, words)
  }
}

const nothingYet = { ring: undefined, badges: [], aside: undefined, notes: [], others: [], file: undefined } as const

function signedInTruth(connection: Connection, token: TokenState, keptIn: 'keychain' | 'memory', now: Instant, words: Words): CardTruth {
  const hasEnded = token.expiresAt <= now
  const ofToken = tokenTruth(connection, token, hasEnded, words)
  const ofFile = publicationTruth(connection, words)
  const ofMemory = memoryTruth(keptIn, words)
  // A file that tools can't read matters more than a provider that will be tried again.
  const fileLeads = ofFile.primary !== undefined && !hasEnded
  const isUnseen = fileLeads && ofFile.isUnseen && ofToken.badges.length === 0
  return {
    tone: ofFile.tone ?? ofToken.tone,
    ring: hasEnded ? undefined : { issuedAt: token.issuedAt, expiresAt: token.expiresAt },
    badges: [...ofToken.badges, ...ofFile.badges, ...ofMemory.badges],
    line: isUnseen ? words.parts('home.freshUnseen', { time: words.time(token.expiresAt) }) : ofToken.line,
    aside: isUnseen ? undefined : ofToken.aside,
    notes: [...ofToken.notes, ...ofFile.notes, ...ofMemory.notes],
    ...actionsOf(fileLeads ? ofFile : ofToken),
    file: ofFile.file,
  }
}

function actionsOf({ primary, others }: Pick<CardTruth, 'primary' | 'others'>): Pick<CardTruth, 'primary' | 'others'> {
  return { primary, others }
}

function memoryTruth(keptIn: 'keychain' | 'memory', words: Words): Pick<CardTruth, 'badges' | 'notes'> {
  if (keptIn === 'keychain') return { badges: [], notes: [] }
  return { badges: [{ tone: 'waiting', text: words.t('home.badge.memory') }], notes: [{ tone: 'waiting', icon: 'memory', parts: words.parts('home.note.memory') }] }
}

function tokenTruth(connection: Connection, token: TokenState, hasEnded: boolean, words: Words): TokenTruth {
  const time = words.time(token.expiresAt)
  const well: TokenTruth = { tone: 'fresh', badges: [], line: words.parts('home.valid', { time }), aside: undefined, notes: [], primary: 'copy', others: ['refresh'] }
  const ended: Partial<TokenTruth> = hasEnded ? { tone: 'soon', line: words.parts('home.ended', { time }), primary: 'refresh', others: [] } : {}
  switch (token.kind) {
    case 'fresh':
      return { ...well, aside: words.t('home.validNext', { time: words.time(token.refreshesAt) }), ...ended }
    case 'refreshing':
      return { ...well, aside: words.t('home.refreshing'), ...ended }
    case 'resting':
      return { ...well, tone: 'waiting', badges: [{ tone: 'waiting', text: words.t('home.badge.resting') }], aside: restingAside(connection, words), ...ended }
    case 'waiting':
      return { ...well, ...waitingTruth(token, hasEnded, words), ...ended }
  }
}

function restingAside(connection: Connection, words: Words): string | undefined {
  switch (connection.keepFresh.kind) {
    case 'until':
      return words.t('home.restingUntil', { time: words.time(connection.keepFresh.at) })
    case 'whileUnlocked':
      return words.t('home.restingUnlocked')
    case 'paused':
      return words.t('home.restingPaused')
    case 'always':
      return undefined
  }
}

function waitingTruth(token: Extract<TokenState, { kind: 'waiting' }>, hasEnded: boolean, words: Words): TokenTruth {
  const { happened, means, todo } = describeFailure(words, token.failure)
  const tone = toneOfFailure(token.failure)
  const isOffline = token.failure.code === 'provider_unreachable' && tone === 'waiting'
  return {
    tone,
    badges: [{ tone, text: words.t(isOffline ? 'home.badge.offline' : 'home.badge.waiting'), isOffline }],
    line: words.parts('home.stillValid', { time: words.time(token.expiresAt) }),
    aside: words.t('home.nextTry', { time: words.time(token.retryAt) }),
    notes: [{ tone, icon: isOffline ? 'offline' : 'warning', parts: [{ strong: happened }, ` ${means} ${todo} ${words.t('home.note.signedIn')}`] }],
    primary: 'refresh',
    others: hasEnded ? [] : ['copy'],
  }
}

/** Whether a connection wants a person's look, for the line at the foot of the sidebar. */
export function wantsLook(truth: CardTruth): boolean {
  return truth.badges.some(badge => badge.tone !== 'fresh') || truth.tone === 'soon' || truth.tone === 'act'
}
