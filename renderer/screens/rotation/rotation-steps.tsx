import type { ReactNode } from 'react'
import type { Instant } from '../../../shared/instant.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import type { Words } from '../../../shared/words/words.ts'
import { momentOrNever } from '../../../shared/words/words.ts'
import type { Step, StepState } from '../../components/steps.tsx'
import { proofWords, putWords, quietWords, silenceOf, stepNumber } from './rotation-words.ts'

/** The five steps as they stand; done ones keep their time and proof. */
export function stepsOf(rotation: Rotation, words: Words, now: Instant, more: { put: ReactNode; watch: ReactNode }): Step[] {
  const at = stepNumber(rotation)
  const isOver = !isUnderway(rotation)
  const state = (number: number, isDone: boolean): StepState => (isDone ? 'done' : !isOver && number === at ? 'now' : 'later')
  const time = (moment: Instant | undefined) => (moment === undefined ? undefined : words.moment(moment, now))
  return [
    madeStep(rotation, words, now, state(1, rotation.successor !== undefined), more.put),
    {
      id: 'put', state: state(2, rotation.puts.length > 0), title: words.t('rotation.step.put'), time: time(rotation.puts.at(-1)?.at),
      text: rotation.puts.length > 0 ? rotation.puts.slice(-3).map(put => <div key={put.at}>{putWords(put, rotation, words)}</div>) : undefined,
      more: rotation.successor && !isOver ? more.put : undefined,
    },
    { id: 'proof', state: state(3, rotation.proof !== undefined), title: words.t(rotation.proof ? 'rotation.step.proved' : 'rotation.step.prove'), time: time(rotation.proof?.at), text: proofText(rotation, words) },
    watchStep(rotation, words, now, state(4, rotation.oldEnd !== undefined), more.watch),
    { id: 'delete', state: state(5, rotation.oldEnd !== undefined), title: words.t('rotation.step.delete'), time: time(rotation.oldEnd?.at), text: deleteText(rotation, words) },
  ]
}

function madeStep(rotation: Rotation, words: Words, now: Instant, state: StepState, more: ReactNode): Step {
  const { successor } = rotation
  const step = { id: 'made', state, text: madeText(rotation, words, now) }
  if (!successor) return { ...step, title: words.t('rotation.step.make'), more }
  return { ...step, title: words.t('rotation.step.made'), time: words.moment(successor.madeAt, now) }
}

function madeText({ successor, workspace, phase }: Rotation, words: Words, now: Instant): string | undefined {
  if (!successor) return phase === 'making' ? words.t('rotation.step.making', { workspace: workspace.name }) : undefined
  const { name, expiresAt } = successor
  return expiresAt === 'never' ? words.t('rotation.madeForever', { name }) : words.t('rotation.madeUntil', { name, moment: words.moment(expiresAt, now) })
}

function proofText(rotation: Rotation, words: Words): string | undefined {
  if (rotation.proof) return proofWords(rotation.proof, rotation, words)
  return rotation.phase === 'proving' && rotation.takeUntil === undefined ? words.t('rotation.proveByUse') : undefined
}

function watchStep(rotation: Rotation, words: Words, now: Instant, state: StepState, more: ReactNode): Step {
  const silence = silenceOf(rotation, now)
  const all = quietWords(rotation.quietSeconds, words)
  const step = { id: 'watch', state, title: words.t(rotation.oldEnd ? 'rotation.step.watched' : 'rotation.step.watch') }
  if (rotation.phase !== 'watching' || !silence) return step
  const done = quietWords(silence.doneSeconds, words)
  const { lastUsedAt } = rotation.old
  return {
    ...step, time: words.t('rotation.until', { moment: words.moment(silence.until, now) }), more,
    text: lastUsedAt === 'never' ? words.t('rotation.silentNever', { done, all }) : words.t('rotation.silentFor', { moment: momentOrNever(words, lastUsedAt, now), done, all }),
  }
}

function deleteText({ oldEnd, phase, successor, isInsisted }: Rotation, words: Words): string | undefined {
  if (oldEnd) {
    const end = oldEnd.how === 'deleted' ? words.t('rotation.end.deleted', { name: successor?.name ?? '' }) : words.t(`rotation.end.${oldEnd.how}`)
    return isInsisted && oldEnd.how === 'deleted' ? `${end} ${words.t('rotation.insisted')}` : end
  }
  if (phase === 'stopped') return undefined
  return words.t(phase === 'deleting' || phase === 'naming' ? 'rotation.deleting' : 'rotation.deleteLater')
}
