import { ArrowLeft, Check, Copy, TriangleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { ProgressBar } from 'react-aria-components/ProgressBar'
import type { PutFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { PutChoice, Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Rich } from '../../components/rich.tsx'
import { Badge, Note } from '../../components/small.tsx'
import { Steps } from '../../components/steps.tsx'
import { useWords } from '../../window-context.tsx'
import { plainPart } from '../keys/key-words.ts'
import { PutFields, usePutChoice } from './put-choice.tsx'
import { stepsOf } from './rotation-steps.tsx'
import { silenceOf, spokeAt, stepNumber } from './rotation-words.ts'

export type RotationViewProps = {
  readonly rotation: Rotation
  readonly now: Instant
  readonly canStore: boolean
  readonly putFailure: PutFailure | undefined
  readonly isPutting: boolean
  readonly onBack: () => void
  readonly onPut: (put: PutChoice) => void
  readonly onStop: () => void
  readonly onDeleteNow: () => void
  readonly onCheck: () => void
  readonly onCopyReceipt: () => void
  readonly onForget: () => void
}

/** One rotation, step by step; a picture of it is its receipt. */
export function RotationView(props: RotationViewProps) {
  const words = useWords()
  const { rotation, now } = props
  const isOver = !isUnderway(rotation)
  const spoke = rotation.phase === 'watching' ? spokeAt(rotation) : undefined
  return (
    <div className="page page-wide rotation">
      <div className="page-head">
        <IconButton kind="quiet" size="small" icon={ArrowLeft} label={words.t('rotation.back')} onPress={props.onBack} />
        <h1>{words.t('rotation.title', { name: rotation.old.name })}</h1>
        <span role="status"><Stand rotation={rotation} /></span>
      </div>
      <div className="rotation-area">
        <section className="card rotation-steps">
          <Steps label={words.t('rotation.steps')} steps={stepsOf(rotation, words, now, { put: <PutAgain {...props} />, watch: <Silence rotation={rotation} now={now} /> })} />
          {rotation.stop && <Note tone={rotation.stop === 'person' ? 'waiting' : 'soon'} icon={TriangleAlert}>{words.t(`rotation.stopped.${rotation.stop}`)}</Note>}
          {rotation.trouble && !isOver && <FailureNote failure={rotation.trouble} isAlert={false} actions={rotation.phase === 'making' ? undefined : <Button size="small" onPress={props.onCheck}>{words.t('action.tryAgain')}</Button>} />}
          {spoke !== undefined && <Note tone="soon" icon={TriangleAlert}><Rich parts={words.parts('rotation.spoke', { moment: words.moment(spoke, now) })} /></Note>}
        </section>
        <aside className="rotation-side">
          <BothKeys rotation={rotation} now={now} />
          {isOver ? <Over {...props} /> : <Underway {...props} />}
        </aside>
      </div>
    </div>
  )
}

function Stand({ rotation }: { rotation: Rotation }) {
  const words = useWords()
  if (rotation.phase === 'done') return <Badge tone="fresh" icon={Check}>{words.t('rotation.badge.done')}</Badge>
  if (rotation.phase === 'stopped') return <Badge>{words.t('rotation.badge.stopped')}</Badge>
  return <Badge tone="fresh">{words.t('rotation.badge.step', { step: stepNumber(rotation) })}</Badge>
}

function Underway(props: RotationViewProps) {
  const words = useWords()
  const { rotation } = props
  return (
    <>
      {rotation.puts.length > 0 && <Button size="wide" onPress={props.onCheck}>{words.t('rotation.checkNow')}</Button>}
      <Button size="wide" onPress={props.onStop}>{words.t('rotation.stop')}</Button>
      {rotation.puts.length > 0 && rotation.oldEnd === undefined && <Button kind="danger" size="wide" onPress={props.onDeleteNow}>{words.t('rotation.deleteNow')}</Button>}
      <p className="quiet">{words.t('rotation.goesOn')}</p>
    </>
  )
}

function Over(props: RotationViewProps) {
  const words = useWords()
  const [wasCopied, setWasCopied] = useState(false)
  return (
    <>
      <Button kind="filled" size="wide" icon={wasCopied ? Check : Copy} onPress={() => {
        props.onCopyReceipt()
        setWasCopied(true)
      }}>{words.t(wasCopied ? 'rotation.copied' : 'rotation.copyReceipt')}</Button>
      <Button size="wide" onPress={props.onForget}>{words.t('rotation.putAway')}</Button>
    </>
  )
}

/** Where the new key can go while somebody still has its text; where nobody has, another one is made. */
function PutAgain(props: RotationViewProps): ReactNode {
  const words = useWords()
  const choice = usePutChoice(props.canStore)
  const { rotation, now } = props
  const { takeUntil, puts } = rotation
  if (puts.length > 0) {
    if (takeUntil === undefined || takeUntil <= now) return null
    return <Button size="small" icon={Copy} isPending={props.isPutting} onPress={() => { props.onPut({ kind: 'clipboard' }) }}>{words.t('rotation.putAgain')}</Button>
  }
  const isLost = takeUntil === undefined || takeUntil <= now
  return (
    <div className="rotation-put">
      {rotation.phase === 'putting' && <p className="quiet">{isLost ? words.t('rotation.putLost') : words.t('rotation.putNow', { time: words.time(takeUntil) })}</p>}
      <PutFields choice={choice} workspaceName={rotation.workspace.name} label={words.t('rotation.start.put')} />
      {props.putFailure && props.putFailure.code !== 'file_not_chosen' && <FailureNote failure={props.putFailure} />}
      <div><Button kind="filled" isDisabled={!choice.put} isPending={props.isPutting} onPress={() => { if (choice.put) props.onPut(choice.put) }}>{words.t('rotation.start.put')}</Button></div>
    </div>
  )
}

function Silence({ rotation, now }: { rotation: Rotation; now: Instant }) {
  const words = useWords()
  const silence = silenceOf(rotation, now)
  if (!silence) return null
  return (
    <ProgressBar className="rotation-silence" aria-label={words.t('rotation.silence')} value={silence.doneSeconds} maxValue={rotation.quietSeconds}>
      {({ percentage }) => <div className="rotation-track"><div className="rotation-fill" style={{ width: `${percentage ?? 0}%` }} /></div>}
    </ProgressBar>
  )
}

function BothKeys({ rotation, now }: { rotation: Rotation; now: Instant }) {
  const words = useWords()
  const { successor, old, oldEnd } = rotation
  const used = (at: Instant | 'never') => (at === 'never' ? words.t('rotation.unused') : words.t('rotation.used', { moment: words.relative(at, now) }))
  return (
    <section className="card rotation-both" aria-label={words.t('rotation.both')}>
      <h2>{words.t('rotation.both')}</h2>
      <dl className="facts">
        {successor && <><dt>{words.t('rotation.new')}</dt><dd><span className="mono">{plainPart(successor, words)}</span><div className="quiet">{used(successor.lastUsedAt)}</div></dd></>}
        <dt>{words.t('rotation.old')}</dt>
        <dd><span className={`mono${oldEnd ? ' rotation-gone' : ''}`}>{plainPart(old, words)}</span><div className="quiet">{oldEnd ? words.t('rotation.gone') : used(old.lastUsedAt)}</div></dd>
      </dl>
    </section>
  )
}
