import { AppWindow, Check, ChevronDown, Copy, ExternalLink, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Browser } from '../../../shared/browser.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { SignInState, SignInStep, SignInTarget } from '../../../shared/sign-in-state.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import type { Words } from '../../../shared/words/words.ts'
import { Button } from '../../components/button.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Menu, menuItem } from '../../components/menu.tsx'
import { Avatar, Note } from '../../components/small.tsx'
import { Steps, type Step, type StepState } from '../../components/steps.tsx'
import { useCountdown } from '../../time/use-now.ts'
import { useWords } from '../../window-context.tsx'
import { stepsOf, STEP_TITLES } from './step-states.ts'

export type UnderWay = Exclude<SignInState, { kind: 'idle' }>

export type SigningInProps = {
  readonly signIn: UnderWay
  readonly credentialsPath: string
  /** To choose among, beside the system's own. */
  readonly browsers: readonly Browser[]
  readonly onOpenAgain: (browserId?: string) => void
  readonly onCopyAddress: () => void
  readonly onCancel: () => void
  readonly onRetry: () => void
  readonly onDismiss: () => void
  readonly onMemoryOnly: (agrees: boolean) => void
}

/** A sign-in, step by step; nothing spins. */
export function SigningInView(props: SigningInProps) {
  const words = useWords()
  const { signIn } = props
  return (
    <main className="alone">
      <div className="alone-inner">
        <div className="signing-in">
          <Head signIn={signIn} />
          <div className="card signing-in-card"><Steps label={words.t('signIn.progress')} steps={drawnSteps(props, words)} /></div>
          <Foot {...props} />
        </div>
      </div>
    </main>
  )
}

function nameOf(target: SignInTarget, words: Words): string {
  return target.isEmbedded ? words.t('signIn.here') : target.name ?? target.workspaceHost
}

function Head(props: { signIn: UnderWay }) {
  const words = useWords()
  const { kind, target } = props.signIn
  const name = nameOf(target, words)
  const title = kind === 'succeeded' ? words.t('signIn.titleDone', { name }) : kind === 'failed' ? words.t('signIn.titleFailed', { name }) : words.t('signIn.title', { name })
  const isElsewhere = target.issuerHost !== undefined && target.issuerHost !== target.workspaceHost
  return (
    <div className="signing-in-head">
      <Avatar name={name} isDefault isLarge />
      <div>
        <div role="status"><h1 className="signing-in-title">{title}</h1></div>
        <p className="quiet">{isElsewhere ? words.t('signIn.hosts', { workspace: target.workspaceHost, issuer: target.issuerHost ?? '' }) : target.workspaceHost}</p>
      </div>
    </div>
  )
}

function drawnSteps(props: SigningInProps, words: Words): readonly Step[] {
  const { signIn } = props
  return stepsOf(signIn).map(({ step, state, finishedAt }): Step => {
    const title = STEP_TITLES[step][state === 'done' || state === 'now' ? state : 'later']
    const drawn = { id: step, state, title: words.any(title, {}), time: finishedAt === undefined ? undefined : words.time(finishedAt) }
    if (state === 'failed' && signIn.kind === 'failed') return { ...drawn, more: <FailureNote failure={signIn.failure} /> }
    return { ...drawn, ...stepContent(step, state, props, words) }
  })
}

function stepContent(step: SignInStep, state: StepState, props: SigningInProps, words: Words): Pick<Step, 'text' | 'more'> {
  const { signIn } = props
  const isNow = state === 'now'
  switch (step) {
    case 'findingWorkspace':
      return findingText(signIn, words)
    case 'inBrowser':
      return isNow ? { text: words.t('signIn.browserText'), more: <InBrowser {...props} /> } : {}
    case 'sealing':
      if (signIn.kind === 'askingMemoryOnly') return { more: <MemoryQuestion {...props} signIn={signIn} /> }
      return isNow ? { text: words.t('signIn.sealingText') } : {}
    case 'publishing':
      return { text: <span className="mono">{props.credentialsPath}</span> }
  }
}

function findingText({ target, ...signIn }: UnderWay, words: Words): { text?: string } {
  if (target.name !== undefined && !target.isEmbedded) return { text: words.t('signIn.foundText', { name: target.name }) }
  if (target.isEmbedded && signIn.kind === 'underway' && signIn.step === 'findingWorkspace') return { text: words.t('signIn.startingHere') }
  return {}
}

function InBrowser(props: SigningInProps) {
  const words = useWords()
  const [wasCopied, setWasCopied] = useState(false)
  const address = props.signIn.kind === 'underway' ? props.signIn.openThisAddress : undefined
  return (
    <>
      {address !== undefined && (
        <Note tone="soon" icon={TriangleAlert}>
          {words.t('signIn.couldNotOpen')}
          <div className="mono selectable signing-in-address" role="textbox" aria-readonly aria-label={words.t('signIn.address')} tabIndex={0}>{address}</div>
        </Note>
      )}
      <div className="chips">
        <Button icon={ExternalLink} onPress={() => { props.onOpenAgain() }}>{words.t('signIn.openAgain')}</Button>
        {props.browsers.length > 0 && <OtherBrowser {...props} />}
        <Button kind={address === undefined ? 'outline' : 'filled'} icon={wasCopied ? Check : Copy} onPress={() => { props.onCopyAddress(); setWasCopied(true) }}>{words.t(wasCopied ? 'signIn.addressCopied' : 'signIn.copyAddress')}</Button>
      </div>
    </>
  )
}

/** Opens the page in another browser, which this workspace keeps from then on. */
function OtherBrowser(props: SigningInProps) {
  const words = useWords()
  const label = words.t('signIn.otherBrowser')
  return (
    <Menu label={label} placement="bottom start" entries={props.browsers.map(({ id, name }) => menuItem(id, name, () => { props.onOpenAgain(id) }))}>
      <Button icon={AppWindow} iconAfter={ChevronDown}>{label}</Button>
    </Menu>
  )
}

function MemoryQuestion(props: SigningInProps & { signIn: Extract<SignInState, { kind: 'askingMemoryOnly' }> }) {
  const words = useWords()
  const { happened, means } = describeFailure(words, props.signIn.failure)
  return (
    <>
      <Note tone="soon" icon={TriangleAlert} isAlert><strong>{happened}</strong> {means}</Note>
      <div>
        <h2 className="signing-in-question">{words.t('signIn.memoryQuestion')}</h2>
        <p className="quiet">{words.t('signIn.memoryText')}</p>
      </div>
      <div className="chips">
        <Button kind="filled" onPress={() => { props.onMemoryOnly(true) }}>{words.t('signIn.memoryYes')}</Button>
        <Button onPress={() => { props.onMemoryOnly(false) }}>{words.t('signIn.memoryNo')}</Button>
      </div>
    </>
  )
}

function Foot(props: SigningInProps) {
  const words = useWords()
  const { signIn } = props
  switch (signIn.kind) {
    case 'underway':
      return (
        <div className="signing-in-foot">
          <span className="hint">{signIn.deadlineAt !== undefined && <Closes until={signIn.deadlineAt} />}</span>
          <Button onPress={props.onCancel}>{words.t('action.cancel')}</Button>
        </div>
      )
    case 'askingMemoryOnly':
      return null
    case 'succeeded':
      return (
        <div className="signing-in-foot">
          <span className="quiet">{words.t('signIn.doneText')}</span>
          <Button kind="filled" onPress={props.onDismiss} autoFocus>{words.t('action.done')}</Button>
        </div>
      )
    case 'failed': {
      const { button } = describeFailure(words, signIn.failure)
      return (
        <div className="signing-in-foot">
          <span />
          <Button onPress={props.onDismiss}>{words.t(button ? 'action.close' : 'signIn.another')}</Button>
          {button && <Button kind="filled" autoFocus onPress={props.onRetry}>{words.t('action.tryAgain')}</Button>}
        </div>
      )
    }
  }
}

function Closes({ until }: { until: Instant }) {
  const words = useWords()
  const now = useCountdown(until)
  return <span className="nowrap">{words.t('signIn.closes', { left: words.left(until - now) })}</span>
}
