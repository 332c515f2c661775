import { ClipboardCheck, ClipboardX } from 'lucide-react'
import type { ClipboardState } from '../../../shared/app-state.ts'
import { Button } from '../../components/button.tsx'
import { Rich } from '../../components/rich.tsx'
import { useCountdown } from '../../time/use-now.ts'
import { useWords } from '../../window-context.tsx'

/** Says that a secret of ours is on the clipboard, and for how long. */
export function ClipboardBar(props: { clipboard: ClipboardState; onClear: () => void }) {
  const words = useWords()
  const { clipboard } = props
  // Spoken once when a secret is copied; the digits tick in silence.
  const spoken = clipboard.kind === 'holding' ? words.t('clipboard.announce', { seconds: Math.round((clipboard.clearsAt - clipboard.copiedAt) / 1000) }) : ''
  return (
    <>
      <div role="status" className="visually-hidden">{spoken}</div>
      {clipboard.kind === 'holding' && <Holding clipboard={clipboard} onClear={props.onClear} />}
      {clipboard.kind === 'stillThere' && (
        <div className="clipboard-bar clipboard-bar-amber" role="alert">
          <ClipboardX size={16} strokeWidth={1.75} aria-hidden />
          <span>{words.t('clipboard.stillThere', { what: clipboard.what })}</span>
          <Button size="small" onPress={props.onClear}>{words.t('clipboard.clearNow')}</Button>
        </div>
      )}
    </>
  )
}

function Holding(props: { clipboard: Extract<ClipboardState, { kind: 'holding' }>; onClear: () => void }) {
  const words = useWords()
  const { what, isConcealed, clearsAt } = props.clipboard
  const now = useCountdown(clearsAt)
  return (
    <div className="clipboard-bar">
      <ClipboardCheck size={16} strokeWidth={1.75} aria-hidden />
      <span>{words.t(what === 'apiKey' ? 'clipboard.key' : 'clipboard.token')}</span>
      <span className="quiet">
        {words.t(isConcealed ? 'clipboard.concealed' : 'clipboard.visible')}; <Rich parts={words.parts('clipboard.clearedIn', { left: words.left(clearsAt - now) })} />
      </span>
      <Button size="small" onPress={props.onClear}>{words.t('clipboard.clearNow')}</Button>
    </div>
  )
}
