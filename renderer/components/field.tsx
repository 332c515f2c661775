import type { ReactNode, Ref } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'

/** One line to fill in, with its label, its help and what is wrong with it. */
export function Field(props: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  help?: ReactNode
  error?: string | undefined
  maxLength?: number
  isMono?: boolean
  autoFocus?: boolean
  isDisabled?: boolean
  inputRef?: Ref<HTMLInputElement>
}) {
  return (
    <TextField className="field" value={props.value} onChange={props.onChange} isInvalid={props.error !== undefined} validationBehavior="aria" isDisabled={props.isDisabled ?? false} autoFocus={props.autoFocus ?? false} {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}>
      <Label className="label">{props.label}</Label>
      <Input className={`input${props.isMono ? ' mono' : ''}`} {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} autoComplete="off" autoCorrect="off" spellCheck={false} {...(props.inputRef ? { ref: props.inputRef } : {})} />
      {props.help !== undefined && <Text slot="description" className="field-help">{props.help}</Text>}
      <FieldError className="field-error">{props.error}</FieldError>
    </TextField>
  )
}
