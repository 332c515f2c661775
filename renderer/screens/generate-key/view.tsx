import { TriangleAlert } from 'lucide-react'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Scope } from '../../../shared/scope.ts'
import { Button } from '../../components/button.tsx'
import { Chips } from '../../components/chips.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Field } from '../../components/field.tsx'
import { MomentPicker } from '../../components/moment-picker-later.ts'
import { Rich } from '../../components/rich.tsx'
import { Note } from '../../components/small.tsx'
import { ScopeChooser, ScopeSentence } from '../../scopes/scope-chooser.tsx'
import { useWords } from '../../window-context.tsx'
import { EXPIRIES, endsAt, expiryChoice, type Expiry } from './expiry.ts'
import './generate-key.css'

export type GenerateForm = { readonly name: string; readonly expiry: Expiry; readonly customAt: Instant | undefined; readonly scopes: readonly string[] }

export type GenerateViewProps = {
  readonly workspaceName: string
  readonly catalogue: readonly Scope[]
  readonly form: GenerateForm
  readonly now: Instant
  /** Whether what is missing is pointed out: only after the first press. */
  readonly wasPressed: boolean
  readonly isRunning: boolean
  readonly failure: ApiFailure | undefined
  readonly onChange: (change: Partial<GenerateForm>) => void
  readonly onGenerate: () => void
  readonly onClose: () => void
}

/** Name, expiry, scopes; and what the key will be able to do. */
export function GenerateView(props: GenerateViewProps) {
  const words = useWords()
  const { form, wasPressed, failure } = props
  const nameError = failure?.code === 'name_taken' ? words.t('failure.name_taken.happened') : wasPressed && form.name.trim() === '' ? words.t('generate.nameMissing') : undefined
  return (
    <Dialog title={words.t('generate.title', { name: props.workspaceName })} onClose={props.onClose} onSubmit={props.onGenerate}
      consequence={words.t('generate.shownOnce')}
      pinned={<ScopeSentence catalogue={props.catalogue} chosen={form.scopes} />}
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit" isPending={props.isRunning}>{words.t('generate.confirm')}</Button>
      </>}>
      <Field label={words.t('generate.name')} value={form.name} onChange={name => { props.onChange({ name }) }} placeholder={words.t('generate.nameHint')} maxLength={80} autoFocus error={nameError} />
      <ExpiryField {...props} />
      <ScopeChooser catalogue={props.catalogue} chosen={form.scopes} onChoose={scopes => { props.onChange({ scopes }) }} error={wasPressed && form.scopes.length === 0 ? words.t('generate.scopesMissing') : undefined} />
      {failure && failure.code !== 'name_taken' && <FailureNote failure={failure} />}
    </Dialog>
  )
}

function ExpiryField(props: GenerateViewProps) {
  const words = useWords()
  const { form } = props
  const labels: Record<Expiry, string> = {
    '1h': words.t('generate.expiry.hours', { count: 1 }), '12h': words.t('generate.expiry.hours', { count: 12 }), '1d': words.t('generate.expiry.days', { count: 1 }),
    '5d': words.t('generate.expiry.days', { count: 5 }), custom: words.t('generate.expiry.custom'), never: words.t('generate.expiry.never'),
  }
  return (
    <div className="field">
      <span className="label">{words.t('generate.expires')}</span>
      <Chips className="expiry-chips" label={words.t('generate.expires')} choices={EXPIRIES.map(id => ({ id, label: labels[id] }))} chosen={form.expiry} onChoose={expiry => { props.onChange({ expiry }) }} />
      {form.expiry === 'custom' && <CustomExpiry {...props} />}
      <p className="hint" role="status"><Ends form={form} now={props.now} /></p>
      {form.expiry === 'never' && <Note tone="soon" icon={TriangleAlert}><Rich parts={words.parts('generate.warn.never')} /></Note>}
    </div>
  )
}

function CustomExpiry(props: GenerateViewProps) {
  const words = useWords()
  const { customAt } = props.form
  const isWrong = customAt === undefined ? props.wasPressed : customAt <= props.now
  return (
    <MomentPicker label={words.t('generate.expiryWhen')} value={customAt} onChange={at => { props.onChange({ customAt: at }) }} error={isWrong ? words.t('generate.expiryPast') : undefined} />
  )
}

/** The moment that a choice leads to, in the person's own zone. */
function Ends({ form, now }: { form: GenerateForm; now: Instant }) {
  const words = useWords()
  const choice = expiryChoice(form.expiry, form.customAt, now)
  if (!choice) return null
  const ends = endsAt(choice, now)
  return ends === 'never' ? words.t('generate.expiryNever') : words.fullMoment(ends)
}
