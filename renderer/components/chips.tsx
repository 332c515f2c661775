import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'

export type ChipChoice<Id extends string> = { readonly id: Id; readonly label: ReactNode }

/** One of a few, all in sight. */
export function Chips<Id extends string>(props: { label: string; choices: readonly ChipChoice<Id>[]; chosen: Id | undefined; onChoose: (id: Id) => void; size?: 'small'; canBeNone?: boolean; className?: string }) {
  const find = (key: unknown) => props.choices.find(choice => choice.id === key)
  return (
    <ToggleButtonGroup className={`chips${props.className ? ` ${props.className}` : ''}`} aria-label={props.label} selectionMode="single" disallowEmptySelection={!(props.canBeNone ?? false)}
      selectedKeys={props.chosen === undefined ? [] : [props.chosen]}
      onSelectionChange={keys => {
        const choice = find([...keys][0])
        if (choice) props.onChoose(choice.id)
      }}>
      {props.choices.map(choice => (
        <ToggleButton key={choice.id} id={choice.id} className={`chip${props.size ? ` chip-${props.size}` : ''}`}>{choice.label}</ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
