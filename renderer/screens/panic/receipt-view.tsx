import { Check, Copy, RefreshCw, ShieldAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { PanicReceipt } from '../../../shared/panic.ts'
import type { Words } from '../../../shared/words/words.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/small.tsx'
import { Steps, type Step } from '../../components/steps.tsx'
import { useWords } from '../../window-context.tsx'
import { openLines, receiptGroups, type GroupTruth } from './receipt-truth.ts'

const MOST_NAMES = 8

export type ReceiptProps = {
  readonly receipt: PanicReceipt
  readonly isUnderway: boolean
  readonly onCopy: () => void
  readonly onTryNow: () => void
  readonly onDone: () => void
}

/** What a panic did, thing by thing: a picture of it is a receipt. */
export function ReceiptView(props: ReceiptProps) {
  const words = useWords()
  const { receipt, isUnderway } = props
  const [wasCopied, setWasCopied] = useState(false)
  const { waiting, failed } = openLines(receipt)
  const title = isUnderway && waiting === 0 ? words.t('panic.underway') : failed > 0 ? words.t('panic.failed', { count: failed }) : waiting > 0 ? words.t('panic.waiting', { count: waiting }) : words.t('panic.over')
  return (
    <main className="alone">
      <div className="alone-inner">
        <div className="panic">
          <div className="panic-head">
            <span className="panic-mark"><ShieldAlert size={24} strokeWidth={1.75} aria-hidden /></span>
            <div>
              <div role="status"><h1 className="panic-title">{title}</h1></div>
              <p className="quiet">{words.t('panic.begun', { time: words.fullMoment(receipt.startedAt) })}</p>
            </div>
          </div>
          <div className="card panic-card"><Steps label={words.t('panic.receipt')} steps={receiptGroups(receipt, words).map(group => stepOf(group, words))} /></div>
          <div className="panic-foot">
            <span className="hint">{waiting > 0 && words.t('panic.staysHere')}</span>
            {waiting > 0 && <Button icon={RefreshCw} isPending={isUnderway} onPress={props.onTryNow}>{words.t('panic.tryNow')}</Button>}
            <Button icon={wasCopied ? Check : Copy} onPress={() => { props.onCopy(); setWasCopied(true) }}>{words.t(wasCopied ? 'panic.copied' : 'panic.copy')}</Button>
            <Button kind="filled" isDisabled={isUnderway && waiting === 0} onPress={props.onDone}>{words.t('action.done')}</Button>
          </div>
        </div>
      </div>
    </main>
  )
}

function stepOf(group: GroupTruth, words: Words): Step {
  return {
    id: group.group, state: group.state, title: group.title,
    ...(group.doneAt === undefined ? {} : { time: words.time(group.doneAt) }),
    ...(group.names.length === 0 ? {} : { text: shortened(group.names, words) }),
    ...(group.troubles.length === 0 ? {} : {
      more: group.troubles.map(({ names, why, isFailed }) => (
        <Note key={why} tone={isFailed ? 'act' : 'waiting'} {...(isFailed ? { icon: TriangleAlert } : {})}>
          {group.group !== 'clipboard' && <strong>{shortened(names, words)}. </strong>}{why}
        </Note>
      )),
    }),
  }
}

/** All names in one line of prose, the first eight of many. */
function shortened(names: readonly string[], words: Words): string {
  const left = names.length - MOST_NAMES
  return left <= 0 ? names.join(' · ') : `${names.slice(0, MOST_NAMES).join(' · ')} ${words.t('panic.more', { count: left })}`
}
