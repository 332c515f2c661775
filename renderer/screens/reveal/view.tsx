import { CircleCheck, Copy, Eye, EyeOff, FileDown, SquareAsterisk, TriangleAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ClipboardState } from '../../../shared/app-state.ts'
import type { RevealFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Field } from '../../components/field.tsx'
import { Rich } from '../../components/rich.tsx'
import { Note } from '../../components/small.tsx'
import { useCountdown } from '../../time/use-now.ts'
import { useWords } from '../../window-context.tsx'
import './reveal.css'

/** Where the key was put so far. */
export type Kept = { readonly copied: boolean; readonly storedAs: string | undefined; readonly savedTo: string | undefined }

export type RevealViewProps = {
  readonly name: string
  readonly plainKey: string
  readonly lastFour: string
  readonly closesAt: Instant
  readonly canStore: boolean
  readonly kept: Kept
  readonly clipboard: ClipboardState
  readonly failure: RevealFailure | undefined
  readonly running: 'copy' | 'store' | 'save' | undefined
  /** Set after a try to close before the key was put anywhere. */
  readonly isSlip: boolean
  readonly onCopy: () => void
  readonly onStore: () => void
  readonly onSave: (variable: string) => void
  readonly onClear: () => void
  readonly onClose: () => void
  readonly onStay: () => void
  readonly onLose: () => void
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** The one showing of a fresh key: masked until asked, and three ways to keep it. */
export function RevealView(props: RevealViewProps) {
  const words = useWords()
  const [isSaving, setIsSaving] = useState(false)
  return (
    <Dialog width="narrow" title={words.t('reveal.title', { name: props.name })} lead={words.t('reveal.lead')} onClose={props.onClose}
      consequence={<Closes until={props.closesAt} />}
      actions={<Button kind="filled" onPress={props.onClose}>{words.t('action.done')}</Button>}>
      <PlainKey plainKey={props.plainKey} lastFour={props.lastFour} />
      <div className="reveal-ways">
        <Way icon={Copy} isFilled isPending={props.running === 'copy'} onPress={props.onCopy}>{words.t('reveal.copy')}</Way>
        {props.canStore && <Way icon={SquareAsterisk} isPending={props.running === 'store'} onPress={props.onStore}>{words.t('reveal.store')}</Way>}
        <Way icon={FileDown} isPending={props.running === 'save'} isOpen={isSaving} onPress={() => { setIsSaving(!isSaving) }}>{words.t('reveal.save')}</Way>
      </div>
      {isSaving && <SaveTo onSave={props.onSave} isRunning={props.running === 'save'} />}
      <KeptWords {...props} />
      {props.failure && <FailureNote failure={props.failure} />}
      {props.isSlip && (
        <Note tone="act" icon={TriangleAlert} isAlert actions={<>
          <Button size="small" onPress={props.onStay} autoFocus>{words.t('reveal.slipStay')}</Button>
          <Button size="small" kind="destroy" onPress={props.onLose}>{words.t('reveal.slipClose')}</Button>
        </>}>
          <Rich parts={words.parts('reveal.slip')} />
        </Note>
      )}
    </Dialog>
  )
}

function Way(props: { icon: LucideIcon; isFilled?: boolean; isPending: boolean; isOpen?: boolean; onPress: () => void; children: ReactNode }) {
  const Icon = props.icon
  return (
    <AriaButton className={`button reveal-way button-${props.isFilled ? 'filled' : 'outline'}`} isPending={props.isPending} onPress={props.onPress} autoFocus={props.isFilled ?? false} {...(props.isOpen === undefined ? {} : { 'aria-expanded': props.isOpen })}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      {props.children}
    </AriaButton>
  )
}

/**
 * The key, as dots until asked: what isn't drawn is in no screenshot and no accessibility tree. It can't be selected: what
 * is, X11 hands to every middle click, and Ctrl+C would copy it for a clipboard history to keep.
 */
function PlainKey(props: { plainKey: string; lastFour: string }) {
  const words = useWords()
  const [isShown, setIsShown] = useState(false)
  const { plainKey, lastFour } = props
  const prefix = plainKey.slice(0, plainKey.indexOf('_') + 1)
  const masked = `${prefix}${'•'.repeat(28)}${lastFour}`
  return (
    <div className="reveal-key">
      <div className="mono reveal-text" role="group" aria-label={words.t('reveal.key')}>
        {isShown ? plainKey : <><span aria-hidden>{masked}</span><span className="visually-hidden">{words.t('reveal.masked', { lastFour })}</span></>}
      </div>
      <IconButton kind="quiet" size="small" icon={isShown ? EyeOff : Eye} label={words.t(isShown ? 'reveal.hide' : 'reveal.show')} onPress={() => { setIsShown(!isShown) }} />
    </div>
  )
}

function SaveTo(props: { onSave: (variable: string) => void; isRunning: boolean }) {
  const words = useWords()
  const [variable, setVariable] = useState('CERBY_API_KEY')
  const isRight = VARIABLE.test(variable)
  return (
    <div className="reveal-save">
      <Field label={words.t('reveal.saveVariable')} value={variable} onChange={setVariable} isMono maxLength={64} error={isRight ? undefined : words.t('reveal.saveVariableWrong')} />
      <Button isDisabled={!isRight} isPending={props.isRunning} onPress={() => { props.onSave(variable) }}>{words.t('reveal.saveChoose')}</Button>
    </div>
  )
}

function KeptWords(props: RevealViewProps) {
  const words = useWords()
  const { kept } = props
  return (
    <div className="reveal-kept">
      {kept.copied && <CopiedLine clipboard={props.clipboard} onClear={props.onClear} />}
      {kept.storedAs !== undefined && <Done><Rich parts={words.parts('reveal.stored', { name: kept.storedAs })} /></Done>}
      {kept.savedTo !== undefined && <Done><Rich parts={words.parts('reveal.saved', { path: kept.savedTo })} /></Done>}
    </div>
  )
}

function Done(props: { children: ReactNode; action?: ReactNode; isSilent?: boolean }) {
  return (
    <div className="reveal-done">
      <CircleCheck size={16} strokeWidth={1.75} aria-hidden />
      <span role={props.isSilent ? undefined : 'status'}>{props.children}</span>
      {props.action}
    </div>
  )
}

function CopiedLine(props: { clipboard: ClipboardState; onClear: () => void }) {
  const words = useWords()
  const { clipboard } = props
  const isOurs = clipboard.kind === 'holding' && clipboard.what === 'apiKey'
  const clearsAt = isOurs ? clipboard.clearsAt : undefined
  const now = useCountdown(clearsAt)
  if (!isOurs || clearsAt === undefined) return <Done>{words.t('reveal.copiedCleared')}</Done>
  const left = words.left(clearsAt - now)
  // Silent: the shell says it once when a secret is copied.
  return (
    <Done isSilent action={<Button kind="quiet" size="small" onPress={props.onClear}>{words.t('clipboard.clearNow')}</Button>}>
      <Rich parts={clipboard.isConcealed ? words.parts('reveal.copiedConcealed', { left }) : words.parts('reveal.copiedVisible', { left })} />
    </Done>
  )
}

function Closes(props: { until: Instant }) {
  const words = useWords()
  const now = useCountdown(props.until)
  return <>{words.t('reveal.closes', { left: words.left(props.until - now) })}</>
}
