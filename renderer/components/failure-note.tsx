import { CloudOff, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../shared/failures.ts'
import { describeFailure } from '../../shared/words/failure-words.ts'
import { useWords } from '../window-context.tsx'
import { isOfNetwork, toneOfFailure } from './failure-tone.ts'
import { Note } from './small.tsx'
import type { Tone } from './tone.ts'

/** A failure in words: what happened, what it means, what to do. */
export function FailureNote(props: { failure: Failure; tone?: Tone; actions?: ReactNode; after?: string; isAlert?: boolean }) {
  const words = useWords()
  const { happened, means, todo } = describeFailure(words, props.failure)
  return (
    <Note tone={props.tone ?? toneOfFailure(props.failure)} icon={isOfNetwork(props.failure) ? CloudOff : TriangleAlert} actions={props.actions} isAlert={props.isAlert ?? true}>
      <strong>{happened}</strong> {means} {todo}{props.after === undefined ? '' : ` ${props.after}`}
    </Note>
  )
}
