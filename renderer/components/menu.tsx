import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'

export type MenuEntry =
  | { readonly kind: 'line'; readonly id: string }
  | { readonly kind: 'item'; readonly id: string; readonly label: string; readonly icon?: LucideIcon; readonly isDanger?: boolean; readonly onAction: () => void }

export function menuItem(id: string, label: string, onAction: () => void, more: { icon?: LucideIcon; isDanger?: boolean } = {}): MenuEntry {
  return { kind: 'item', id, label, onAction, ...more }
}

/** A menu that `children`, one button, opens. */
export function Menu(props: { label: string; entries: readonly MenuEntry[]; children: ReactNode; placement?: 'bottom end' | 'bottom start' | 'top end' }) {
  return (
    <MenuTrigger>
      {props.children}
      <Popover className="popover" placement={props.placement ?? 'bottom end'} offset={6}>
        <AriaMenu className="menu" aria-label={props.label}>
          {props.entries.map(entry => entry.kind === 'line'
            ? <Separator key={entry.id} className="menu-line" />
            : (
              <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className={`menu-item${entry.isDanger ? ' menu-item-danger' : ''}`} onAction={entry.onAction}>
                {entry.icon && <entry.icon size={16} strokeWidth={1.75} aria-hidden />}
                <span>{entry.label}</span>
              </MenuItem>
            ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
