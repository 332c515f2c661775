import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from './tone.ts'

/** A word on a state. */
export function Badge(props: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  const { tone, icon: Icon } = props
  return (
    <span className={`badge${tone ? ` tone-${tone}` : ''}`}>
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {props.children}
    </span>
  )
}

/** A state as a dot, whose shape differs too; `label` says it in words. */
export function Dot(props: { tone: Tone; label: string }) {
  return <span className={`dot dot-${props.tone}`} role="img" aria-label={props.label} />
}

/** A workspace's initial. Decoration: its name always stands beside it. */
export function Avatar(props: { name: string; isDefault: boolean; isLarge?: boolean }) {
  const names = ['avatar', props.isDefault && 'avatar-default', props.isLarge && 'avatar-large'].filter(Boolean).join(' ')
  return <span className={names} aria-hidden>{[...props.name.trim()][0]?.toUpperCase() ?? '?'}</span>
}

/** Trouble, in the card that it concerns: what happened, what it means, what stays true, and the button beside it. */
export function Note(props: { tone?: Tone; icon?: LucideIcon; children: ReactNode; actions?: ReactNode; isAlert?: boolean }) {
  const { tone, icon: Icon } = props
  return (
    <div className={`note ${tone ? `tone-${tone}` : 'note-plain'}`} role={props.isAlert ? 'alert' : undefined}>
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      <div className="note-text">{props.children}</div>
      {props.actions && <div className="note-actions">{props.actions}</div>}
    </div>
  )
}
