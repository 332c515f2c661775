import { ArrowRight, CircleCheck, CloudOff, KeyRound, Laptop, Search, TriangleAlert } from 'lucide-react'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import type { Workspace } from '../../../shared/workspace.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import { Button } from '../../components/button.tsx'
import { isOfNetwork } from '../../components/failure-tone.ts'
import { Rich } from '../../components/rich.tsx'
import { Note } from '../../components/small.tsx'
import { hostOf } from '../../connections.ts'
import { useWords } from '../../window-context.tsx'
import type { Found } from './use-find.ts'

export type WelcomeProps = {
  readonly address: string
  readonly found: Found
  /** False once a workspace is connected: then this connects a further one. */
  readonly isFirst: boolean
  /** Who is connected already to what was found. */
  readonly alreadyAs: string | undefined
  readonly canTryHere: boolean
  readonly onAddress: (address: string) => void
  readonly onConnect: () => void
  readonly onTryHere: () => void
  /** Where the first screen has no sidebar: a provider's redirect may have to be set before the first sign-in. */
  readonly onSettings?: () => void
}

/** A name alone gets the domain of hosted workspaces. */
function isShortName(address: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/i.test(address.trim()) && address.trim() !== 'localhost'
}

/** Two ways in and one field; what was found is said before the button is pressed. */
export function WelcomeView(props: WelcomeProps) {
  const words = useWords()
  const isFound = props.found.kind === 'found'
  return (
    <div className="welcome">
      {props.isFirst && <div className="welcome-mark"><KeyRound size={28} strokeWidth={1.75} aria-hidden /></div>}
      <div className="welcome-head">
        <h1>{words.t(props.isFirst ? 'welcome.title' : 'welcome.connectTitle')}</h1>
        <p className="quiet">{words.t(props.isFirst ? 'welcome.lead' : 'welcome.connectLead')}</p>
      </div>
      <form className="card welcome-card" noValidate onSubmit={event => {
        event.preventDefault()
        if (isFound) props.onConnect()
      }}>
        <div className="welcome-row">
          <TextField className="field welcome-field" value={props.address} onChange={props.onAddress} maxLength={2048} isInvalid={props.found.kind === 'failed'} validationBehavior="aria" aria-describedby="found" autoFocus>
            <Label className="label">{words.t('welcome.address')}</Label>
            <div className="welcome-input">
              <Input className="input" placeholder={words.t('welcome.addressHint')} autoComplete="off" autoCorrect="off" spellCheck={false} />
              {isShortName(props.address) && <span className="hint welcome-suffix" aria-hidden>.cerby.com</span>}
            </div>
          </TextField>
          <Button kind="filled" type="submit" iconAfter={ArrowRight} isDisabled={!isFound} className="welcome-go">{words.t('welcome.continue')}</Button>
        </div>
        <div id="found" className="welcome-found" role="status"><FoundWords {...props} /></div>
      </form>
      {props.canTryHere && (
        <div className="card welcome-card welcome-try">
          <Laptop size={22} strokeWidth={1.5} aria-hidden />
          <div>
            <h2>{words.t('welcome.tryTitle')}</h2>
            <p className="quiet">{words.t('welcome.tryText')}</p>
          </div>
          <Button onPress={props.onTryHere}>{words.t('welcome.tryStart')}</Button>
        </div>
      )}
      <p className="hint welcome-promise">{words.t('welcome.promise')}</p>
      {props.onSettings && <Button kind="quiet" size="small" onPress={props.onSettings}>{words.t('shell.settings')}</Button>}
    </div>
  )
}

function FoundWords(props: WelcomeProps) {
  const words = useWords()
  const { found } = props
  switch (found.kind) {
    case 'nothing':
      return <p className="hint">{words.t('welcome.addressHelp')}</p>
    case 'looking':
      return <p className="quiet welcome-line"><Search size={16} strokeWidth={1.75} aria-hidden /> <span>{words.t('welcome.looking', { address: found.address })}</span></p>
    case 'found':
      return <FoundWorkspace workspace={found.workspace} alreadyAs={props.alreadyAs} />
    case 'failed': {
      const { happened, means, todo } = describeFailure(words, found.failure)
      const Icon = isOfNetwork(found.failure) ? CloudOff : TriangleAlert
      return <p className={`welcome-line ${isOfNetwork(found.failure) ? 'welcome-slate' : 'welcome-amber'}`}><Icon size={16} strokeWidth={1.75} aria-hidden /> <span><strong>{happened}</strong> {means} {todo}</span></p>
    }
  }
}

function FoundWorkspace(props: { workspace: Workspace; alreadyAs: string | undefined }) {
  const words = useWords()
  const { workspace } = props
  const host = hostOf(workspace.baseUrl)
  const issuer = hostOf(workspace.issuer)
  const said = { name: workspace.name, issuer, scopes: words.t('welcome.foundScopes', { count: workspace.scopes.length }) }
  const isElsewhere = host !== issuer
  return (
    <>
      <p className="welcome-line welcome-ok">
        <CircleCheck size={16} strokeWidth={1.75} aria-hidden />
        <span><Rich parts={isElsewhere ? words.parts('welcome.foundElsewhere', { ...said, workspace: host }) : words.parts('welcome.foundHere', said)} /></span>
      </p>
      {isElsewhere && <Note>{words.t('welcome.foundElsewhereNote', { issuer, workspace: host })}</Note>}
      {props.alreadyAs !== undefined && <Note>{words.t('welcome.already', { email: props.alreadyAs })}</Note>}
    </>
  )
}
