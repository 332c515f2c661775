import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'

export type ButtonKind = 'filled' | 'outline' | 'quiet' | 'danger' | 'destroy'

type Common = Pick<AriaButtonProps, 'onPress' | 'isDisabled' | 'isPending' | 'autoFocus' | 'type' | 'aria-describedby' | 'aria-expanded' | 'aria-haspopup' | 'slot'>

/** A button with words. One filled button a card, the thing worth doing now. */
export function Button(props: Common & { kind?: ButtonKind; icon?: LucideIcon; iconAfter?: LucideIcon; size?: 'small' | 'wide'; children: ReactNode; ref?: Ref<HTMLButtonElement>; className?: string }) {
  const { kind = 'outline', icon: Icon, iconAfter: IconAfter, size, children, className, ...rest } = props
  const names = ['button', `button-${kind}`, size && `button-${size}`, className].filter(Boolean).join(' ')
  return (
    <AriaButton {...rest} className={names}>
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      {children}
      {IconAfter && <IconAfter size={16} strokeWidth={1.75} aria-hidden />}
    </AriaButton>
  )
}

/** A button of an icon alone: it has a name, and shows it. */
export function IconButton(props: Common & { kind?: ButtonKind; icon: LucideIcon; label: string; size?: 'small'; className?: string }) {
  const { kind = 'outline', icon: Icon, label, size, className, ...rest } = props
  const names = ['button', `button-${kind}`, 'button-icon', size && `button-${size}`, className].filter(Boolean).join(' ')
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      <AriaButton {...rest} aria-label={label} className={names}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </AriaButton>
      <Tooltip offset={6} className="tooltip">{label}</Tooltip>
    </TooltipTrigger>
  )
}
