import { useEffect, useEffectEvent, useState } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import type { Reveal } from '../../../shared/contract.ts'
import type { RevealFailure } from '../../../shared/failures.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { offers } from '../../connections.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useAppState, useWindow, useWindowEvents, useWords } from '../../window-context.tsx'
import { RevealView, type Kept } from './view.tsx'

const NOWHERE: Kept = { copied: false, storedAs: undefined, savedTo: undefined }

/** A key that is shown, or one whose time is over: of that only the name is left. */
export type Shown = { readonly kind: 'open'; readonly reveal: Reveal } | { readonly kind: 'over'; readonly name: string }

/**
 * Shows a fresh key once, joined to commands.
 *
 * The plain key is in `shown`, which the caller holds in its own state: `onOver` asks to replace it by what is left.
 */
export function RevealScreen(props: { connection: Connection; shown: Shown; onOver: (left: Shown) => void; onClose: () => void }) {
  const { shown, onOver, onClose } = props
  return shown.kind === 'over'
    ? <Over name={shown.name} onClose={onClose} />
    : <Showing connection={props.connection} reveal={shown.reveal} onClose={onClose} onOver={() => { onOver({ kind: 'over', name: shown.reveal.key.name }) }} />
}

function Showing(props: { connection: Connection; reveal: Reveal; onClose: () => void; onOver: () => void }) {
  const { reveal, connection, onClose } = props
  const { revealId, key } = reveal
  const { clipboard } = useAppState()
  const send = useSend()
  const { attempt, run } = useAttempt<RevealFailure>()
  const [kept, setKept] = useState(NOWHERE)
  const [running, setRunning] = useState<'copy' | 'store' | 'save'>()
  const [isSlip, setIsSlip] = useState(false)

  useEnd(reveal, () => { if (isKept(kept)) onClose(); else props.onOver() })

  const keep = async (way: 'copy' | 'store' | 'save', ask: () => Promise<Partial<Kept> | undefined>) => {
    setRunning(way)
    const change = await ask()
    setRunning(undefined)
    if (!change) return
    setKept(before => ({ ...before, ...change }))
    setIsSlip(false)
  }
  const copy = () => keep('copy', async () => (await run(() => send('copyRevealedKey', { revealId }))) && { copied: true })
  const store = () => keep('store', async () => (await run(() => send('storeRevealedKey', { revealId, name: key.name }))) && { storedAs: key.name })
  const save = (variable: string) => keep('save', async () => {
    const saved = await run(() => send('saveRevealedKey', { revealId, variable }))
    return saved && { savedTo: saved.value.path }
  })
  const close = () => {
    void send('closeReveal', { revealId })
    onClose()
  }
  return (
    <RevealView
      name={key.name}
      plainKey={reveal.plainKey}
      lastFour={key.lastFour}
      closesAt={reveal.closesAt}
      canStore={offers(connection, 'secrets')}
      kept={kept}
      clipboard={clipboard}
      failure={attempt.kind === 'failed' && attempt.failure.code !== 'file_not_chosen' ? attempt.failure : undefined}
      running={running}
      isSlip={isSlip}
      onCopy={() => { void copy() }}
      onStore={() => { void store() }}
      onSave={variable => { void save(variable) }}
      onClear={() => { void send('clearClipboard', {}) }}
      onClose={() => {
        if (isKept(kept)) close()
        else setIsSlip(true)
      }}
      onStay={() => { setIsSlip(false) }}
      onLose={close}
    />
  )
}

function isKept(kept: Kept): boolean {
  return kept.copied || kept.storedAs !== undefined || kept.savedTo !== undefined
}

/** Hears that the showing is over: from the app, or by the clock, since the window doesn't wait to be told. */
function useEnd({ revealId, closesAt }: Reveal, over: () => void) {
  const { now: clock } = useWindow()
  useWindowEvents(event => { if (event.kind === 'revealClosed' && event.revealId === revealId) over() })
  const end = useEffectEvent(over)
  useEffect(() => {
    const timer = setTimeout(() => { end() }, Math.max(0, closesAt - clock()))
    return () => { clearTimeout(timer) }
  }, [closesAt, clock])
}

function Over(props: { name: string; onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog width="slim" title={words.t('reveal.over')} lead={words.t('reveal.overText', { name: props.name })} onClose={props.onClose} actions={<Button kind="filled" autoFocus onPress={props.onClose}>{words.t('action.done')}</Button>} />
  )
}
