import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button } from '../../components/button.tsx'
import { Chips } from '../../components/chips.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { asInstant } from '../../time/ticks.ts'
import { useWords } from '../../window-context.tsx'
import { OVERLAPS, OVERLAP_SECONDS, type Overlap } from './overlap.ts'

/** Asks how long the old key shall work beside the new one. */
export function RotateView(props: { name: string; overlap: Overlap; now: Instant; isRunning: boolean; failure: ApiFailure | undefined; onOverlap: (overlap: Overlap) => void; onRotate: () => void; onClose: () => void }) {
  const words = useWords()
  const labels: Record<Overlap, string> = {
    none: words.t('keys.rotate.overlapNone'), '1h': words.t('generate.expiry.hours', { count: 1 }), '1d': words.t('generate.expiry.days', { count: 1 }), '7d': words.t('generate.expiry.days', { count: 7 }),
  }
  const until = asInstant(props.now + OVERLAP_SECONDS[props.overlap] * 1000)
  return (
    <Dialog width="slim" title={words.t('keys.rotate.title', { name: props.name })} lead={words.t('keys.rotate.text')} onClose={props.onClose}
      consequence={props.overlap === 'none' ? words.t('keys.rotate.oldNow') : words.t('keys.rotate.oldUntil', { moment: words.moment(until, props.now) })}
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" isPending={props.isRunning} onPress={props.onRotate} autoFocus>{words.t('keys.rotate.confirm')}</Button>
      </>}>
      <div className="field">
        <span className="label">{words.t('keys.rotate.overlap')}</span>
        <Chips label={words.t('keys.rotate.overlap')} choices={OVERLAPS.map(id => ({ id, label: labels[id] }))} chosen={props.overlap} onChoose={props.onOverlap} />
      </div>
      {props.failure && <FailureNote failure={props.failure} />}
    </Dialog>
  )
}
