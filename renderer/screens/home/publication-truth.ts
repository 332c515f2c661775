import type { Connection } from '../../../shared/connection.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import type { PublicationState } from '../../../shared/publication-state.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import type { Part, Words } from '../../../shared/words/words.ts'
import type { Tone } from '../../components/tone.ts'
import type { CardAction, CardNote } from './card-parts.ts'

/** The line that says where the token is written, and when it was. */
export type FileTruth = { readonly text: string; readonly isWell: boolean }

/** What the credentials file adds to a card. */
export type PublicationTruth = {
  /** Where the file is the worst news of the card. */
  readonly tone: Tone | undefined
  readonly badges: readonly { readonly tone: Tone; readonly text: string }[]
  readonly notes: readonly CardNote[]
  readonly primary: CardAction | undefined
  readonly others: readonly CardAction[]
  readonly file: FileTruth
  /** Whether tools can't see the token that we hold. */
  readonly isUnseen: boolean
}

const well = { tone: undefined, badges: [], notes: [], primary: undefined, others: [], isUnseen: false } as const

/** What is so with the file, in words. */
export function publicationTruth(connection: Connection, words: Words): PublicationTruth {
  const { publication, profile } = connection
  switch (publication.kind) {
    case 'unwritten':
      return { ...well, file: { text: words.t('home.unwritten'), isWell: false } }
    case 'written':
      return { ...well, file: { text: words.t('home.written', { time: words.timeToTheSecond(publication.at) }), isWell: true } }
    case 'withdrawn':
      return { ...well, file: { text: words.t('home.withdrawn', { time: words.timeToTheSecond(publication.at) }), isWell: false } }
    case 'failed':
      return failedTruth(publication, words)
    case 'changedOutside':
      return {
        tone: 'soon',
        badges: [{ tone: 'soon', text: words.t('home.badge.changed') }],
        notes: [{ tone: 'soon', icon: 'file', parts: changeParts(publication, profile, words) }],
        primary: 'takeOver',
        others: ['showFile'],
        file: { text: words.t('home.changedOutside', { time: words.timeToTheSecond(publication.at) }), isWell: false },
        isUnseen: true,
      }
  }
}

function failedTruth({ failure, retryAt }: Extract<PublicationState, { kind: 'failed' }>, words: Words): PublicationTruth {
  const { happened, means, todo } = describeFailure(words, failure)
  const retry = retryAt === undefined ? '' : ` ${words.t('home.note.retry', { time: words.time(retryAt) })}`
  return {
    tone: 'soon',
    badges: [{ tone: 'soon', text: words.t('home.badge.notWritten') }],
    notes: [{ tone: 'soon', icon: 'warning', parts: [{ strong: happened }, ` ${means} ${todo}${retry}`] }],
    ...waysOut(failure),
    file: { text: words.t('home.writeFailed'), isWell: false },
    isUnseen: true,
  }
}

/** The button that helps, and what else there is. */
function waysOut({ code }: PublicationFailure): Pick<PublicationTruth, 'primary' | 'others'> {
  switch (code) {
    case 'profile_taken':
      return { primary: 'rename', others: ['takeOver'] }
    case 'mounted_file':
      return { primary: 'allowInPlace', others: ['write'] }
    case 'network_share':
      return { primary: 'allowShare', others: ['showFile'] }
    default:
      return { primary: 'write', others: ['showFile'] }
  }
}

function changeParts({ change, at }: Extract<PublicationState, { kind: 'changedOutside' }>, profile: string, words: Words): readonly Part[] {
  const time = words.time(at)
  switch (change) {
    case 'section_edited':
      return words.parts('home.note.edited', { profile, time })
    case 'section_removed':
      return words.parts('home.note.removed', { profile, time })
    case 'file_removed':
      return words.parts('home.note.fileRemoved', { time })
  }
}
