import { Check as Tick, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'
import { Switch } from 'react-aria-components/Switch'

/** A box to tick. Without children it takes its name from `label`. */
export function Check(props: { isSelected: boolean; onChange: (isSelected: boolean) => void; isIndeterminate?: boolean; label?: string; children?: ReactNode; excludeFromTabOrder?: boolean }) {
  return (
    <Checkbox className="checkbox" isSelected={props.isSelected} isIndeterminate={props.isIndeterminate ?? false} onChange={props.onChange} excludeFromTabOrder={props.excludeFromTabOrder ?? false} {...(props.label === undefined ? {} : { 'aria-label': props.label })}>
      <span className="checkbox-box" aria-hidden>
        <Tick className="tick" size={12} strokeWidth={3} />
        <Minus className="dash" size={12} strokeWidth={3} />
      </span>
      {props.children}
    </Checkbox>
  )
}

/** Something that is on or off, at once. */
export function Toggle(props: { isSelected: boolean; onChange: (isSelected: boolean) => void; children: ReactNode }) {
  return (
    <Switch className="switch" isSelected={props.isSelected} onChange={props.onChange}>
      <span>{props.children}</span>
      <span className="switch-track" aria-hidden><span className="switch-thumb" /></span>
    </Switch>
  )
}
