import type { ReactNode } from 'react'
import { Radio } from 'react-aria-components/RadioGroup'

/** One of a group of choices, with a line that says what it means. */
export function RadioChoice(props: { value: string; help?: string | undefined; isDisabled?: boolean; children: ReactNode }) {
  return (
    <Radio className="radio" value={props.value} isDisabled={props.isDisabled ?? false}>
      <span className="radio-dot" aria-hidden />
      <span>{props.children}{props.help !== undefined && <span className="hint radio-help">{props.help}</span>}</span>
    </Radio>
  )
}
