import { useState } from 'react'
import type { PutChoice } from '../../../shared/rotation.ts'
import { Chips } from '../../components/chips.tsx'
import { Field } from '../../components/field.tsx'
import { useWords } from '../../window-context.tsx'

type Kind = PutChoice['kind']
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** What a person is choosing: `put` is there once the choice is whole. */
export function usePutChoice(canStore: boolean) {
  const [kind, setKind] = useState<Kind>('clipboard')
  const [variable, setVariable] = useState('CERBY_API_KEY')
  const isRight = kind !== 'envFile' || VARIABLE.test(variable)
  const put: PutChoice | undefined = !isRight ? undefined : kind === 'envFile' ? { kind, variable } : { kind }
  return { kind, variable, put, isRight, canStore, setKind, setVariable }
}

/** Where the new key goes. */
export function PutFields(props: { choice: ReturnType<typeof usePutChoice>; workspaceName: string; label: string }) {
  const words = useWords()
  const { choice } = props
  const labels: Record<Kind, string> = { clipboard: words.t('rotation.put.clipboard'), secret: words.t('rotation.put.secret', { workspace: props.workspaceName }), envFile: words.t('rotation.put.envFile') }
  const kinds: readonly Kind[] = choice.canStore ? ['clipboard', 'secret', 'envFile'] : ['clipboard', 'envFile']
  return (
    <>
      <div className="field">
        <span className="label">{props.label}</span>
        <Chips label={props.label} choices={kinds.map(id => ({ id, label: labels[id] }))} chosen={choice.kind} onChoose={choice.setKind} />
      </div>
      {choice.kind === 'envFile' && <Field label={words.t('reveal.saveVariable')} value={choice.variable} onChange={choice.setVariable} isMono maxLength={64} error={choice.isRight ? undefined : words.t('reveal.saveVariableWrong')} />}
    </>
  )
}
