import type { ApiKey } from '../../../shared/api-key.ts'
import type { RotationFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { QUIET_SECONDS } from '../../../shared/rotation-phase.ts'
import { Button } from '../../components/button.tsx'
import { Chips } from '../../components/chips.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { useWords } from '../../window-context.tsx'
import { PutFields, usePutChoice } from './put-choice.tsx'
import { quietWords } from './rotation-words.ts'
import type { PutChoice } from '../../../shared/rotation.ts'

export type StartProps = {
  readonly apiKey: ApiKey
  readonly workspaceName: string
  readonly now: Instant
  readonly canStore: boolean
  /** Whether the workspace can also rotate at once, by its own endpoint. */
  readonly canPlain: boolean
  readonly quietSeconds: number
  readonly isRunning: boolean
  readonly failure: RotationFailure | undefined
  readonly onQuiet: (seconds: number) => void
  readonly onStart: (put: PutChoice) => void
  readonly onPlain: () => void
  readonly onClose: () => void
}

/** Asks where the new key goes, and how long the old one must be silent. */
export function StartRotationView(props: StartProps) {
  const words = useWords()
  const { apiKey, now } = props
  const choice = usePutChoice(props.canStore)
  const start = () => { if (choice.put) props.onStart(choice.put) }
  const quiet = words.t('rotation.start.quiet')
  return (
    <Dialog width="narrow" title={words.t('rotation.start.title', { name: apiKey.name })} lead={words.t('rotation.start.text')} onClose={props.onClose} onSubmit={start}
      consequence={words.t('rotation.start.consequence')}
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit" isDisabled={!choice.put} isPending={props.isRunning} autoFocus>{words.t('rotation.start.confirm')}</Button>
      </>}>
      <PutFields choice={choice} workspaceName={props.workspaceName} label={words.t('rotation.start.put')} />
      <div className="field">
        <span className="label">{quiet}</span>
        <Chips label={quiet} choices={QUIET_SECONDS.map(seconds => ({ id: String(seconds), label: quietWords(seconds, words) }))} chosen={String(props.quietSeconds)} onChoose={id => { props.onQuiet(Number(id)) }} />
        <p className="hint">{apiKey.lastUsedAt === 'never' ? words.t('rotation.start.quietUnused') : words.t('rotation.start.quietHint', { moment: words.relative(apiKey.lastUsedAt, now) })}</p>
      </div>
      {props.canPlain && <div><Button kind="quiet" size="small" onPress={props.onPlain}>{words.t('rotation.start.plain')}</Button></div>}
      {props.failure && <FailureNote failure={props.failure} />}
    </Dialog>
  )
}
