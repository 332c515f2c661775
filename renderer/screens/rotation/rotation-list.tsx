import { ChevronRight, CircleCheck, RefreshCw } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { Instant } from '../../../shared/instant.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import { useWords } from '../../window-context.tsx'
import { standWords } from './rotation-words.ts'
import './rotation.css'

/** Rotations under way, and the receipts of those that are over: one line each. */
export function RotationList(props: { rotations: readonly Rotation[]; now: Instant; onOpen: (id: string) => void }) {
  const words = useWords()
  if (props.rotations.length === 0) return null
  return (
    <section className="card rotation-list" aria-label={words.t('rotation.list')}>
      <h2 className="rotation-list-title">{words.t('rotation.list')}</h2>
      <ul>
        {props.rotations.map(rotation => {
          const Icon = isUnderway(rotation) ? RefreshCw : CircleCheck
          return (
            <li key={rotation.id}>
              <AriaButton className="rotation-line" onPress={() => { props.onOpen(rotation.id) }}>
                <Icon size={16} strokeWidth={1.75} aria-hidden />
                <span className="rotation-line-name cut">{rotation.old.name}</span>
                <span className="quiet cut">{standWords(rotation, words, props.now)}</span>
                <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
              </AriaButton>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
