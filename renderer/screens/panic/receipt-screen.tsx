import type { PanicState } from '../../../shared/panic.ts'
import { useSend } from '../../use-send.ts'
import { useWords } from '../../window-context.tsx'
import { receiptText } from './receipt-truth.ts'
import { ReceiptView } from './receipt-view.tsx'
import './panic.css'

/** The receipt of a panic, joined to state and commands. */
export function ReceiptScreen(props: { panic: Extract<PanicState, { kind: 'shown' }> }) {
  const send = useSend()
  const words = useWords()
  const { receipt, isUnderway } = props.panic
  return (
    <ReceiptView receipt={receipt} isUnderway={isUnderway}
      onCopy={() => { void send('copyText', { text: receiptText(receipt, words).slice(0, 10_000) }) }}
      onTryNow={() => { void send('retryPanic', {}) }}
      onDone={() => { void send('dismissPanic', {}) }} />
  )
}
