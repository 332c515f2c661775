import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../window-context.tsx'

export type StepState = 'done' | 'now' | 'failed' | 'later'
export type Step = { readonly id: string; readonly state: StepState; readonly title: string; readonly text?: ReactNode; readonly time?: string | undefined; readonly more?: ReactNode }

/** Progress as a list of steps that stay: done ones keep their time, so that a picture of it is a receipt. */
export function Steps(props: { label: string; steps: readonly Step[] }) {
  const words = useWords()
  return (
    <ol className="steps" aria-label={props.label}>
      {props.steps.map((step, index) => (
        <li key={step.id} className={`step step-${step.state}`} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className="step-mark" aria-hidden>{step.state === 'done' ? <Check size={14} strokeWidth={2.5} /> : step.state === 'failed' ? <X size={14} strokeWidth={2.5} /> : index + 1}</span>
          <div className="step-words">
            <div className="step-title">
              <span aria-hidden>{step.title}</span>
              <span className="visually-hidden">{words.t('signIn.stepState', { title: step.title, state: step.state })}</span>
              {step.time !== undefined && <span className="hint step-time">{step.time}</span>}
            </div>
            {step.text !== undefined && <div className="quiet">{step.text}</div>}
            {step.more !== undefined && <div className="step-more">{step.more}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
