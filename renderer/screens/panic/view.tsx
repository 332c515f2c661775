import { Clock, FileX2, KeyRound, LogOut } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { RadioGroup } from 'react-aria-components/RadioGroup'
import type { Connection } from '../../../shared/connection.ts'
import type { MadeKey, PanicKeys } from '../../../shared/panic.ts'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/check.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { RadioChoice } from '../../components/radio-choice.tsx'
import { useWords } from '../../window-context.tsx'
import type { OwnKey } from './use-own-keys.ts'

export type PanicViewProps = {
  readonly connections: readonly Connection[]
  readonly credentialsPath: string
  readonly madeHere: readonly MadeKey[]
  /** `undefined` until the workspaces answered. */
  readonly ownKeys: readonly OwnKey[] | undefined
  readonly onGo: (keys: PanicKeys) => void
  readonly onClose: () => void
}

const nameOf = (key: { connectionId: string; keyId: string }) => `${key.connectionId} ${key.keyId}`

/** One question: what will happen, to the word, and which keys go too. */
export function PanicView(props: PanicViewProps) {
  const words = useWords()
  const { connections, madeHere, ownKeys } = props
  const [kind, setKind] = useState<PanicKeys['kind']>(madeHere.length > 0 ? 'madeHere' : 'none')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const chosenKeys = (ownKeys ?? []).filter(key => chosen.has(nameOf(key))).map(({ connectionId, keyId, name }) => ({ connectionId, keyId, name }))
  const go = () => { props.onGo(kind === 'chosen' ? { kind, keys: chosenKeys } : { kind }) }
  return (
    <Dialog isAlert title={words.t('panic.title')} lead={words.t('panic.lead')} onClose={props.onClose} consequence={words.t('panic.consequence')}
      actions={<>
        <Button onPress={props.onClose} autoFocus>{words.t('action.cancel')}</Button>
        <Button kind="destroy" isDisabled={kind === 'chosen' && chosenKeys.length === 0} onPress={go}>{words.t('panic.go')}</Button>
      </>}>
      <ul className="panic-will">
        <Will icon={LogOut}>{words.t('panic.will.sessions', { names: words.list(connections.map(({ workspace }) => workspace.name)), count: connections.length })}</Will>
        <Will icon={FileX2}>{words.t('panic.will.file', { profiles: words.list(connections.map(({ profile }) => `[${profile}]`)), count: connections.length, path: props.credentialsPath })}</Will>
        <Will icon={KeyRound}>{words.t('panic.will.keychain')}</Will>
        <Will icon={Clock}>{words.t('panic.will.offline')}</Will>
      </ul>
      <RadioGroup className="radios" value={kind} onChange={value => { setKind(value as PanicKeys['kind']) }}>
        <Label className="label">{words.t('panic.keys')}</Label>
        <RadioChoice value="none" help={words.t('panic.keys.noneHelp')}>{words.t('panic.keys.none')}</RadioChoice>
        <RadioChoice value="madeHere" isDisabled={madeHere.length === 0} help={madeHere.length === 0 ? undefined : shortList(madeHere.map(({ name }) => name))}>{words.t('panic.keys.madeHere', { count: madeHere.length })}</RadioChoice>
        <RadioChoice value="chosen" help={kind === 'chosen' ? words.t('panic.keys.chosenCount', { count: chosenKeys.length }) : undefined}>{words.t('panic.keys.chosen')}</RadioChoice>
        <RadioChoice value="mine" help={words.t('panic.keys.mineHelp')}>{words.t('panic.keys.mine')}</RadioChoice>
      </RadioGroup>
      {kind === 'chosen' && <KeyChoice keys={ownKeys} chosen={chosen} onChange={setChosen} />}
    </Dialog>
  )
}

const MOST_NAMES = 6

function shortList(names: readonly string[]): string {
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')}…` : names.join(', ')
}

function Will(props: { icon: typeof Clock; children: ReactNode }) {
  return <li><props.icon size={16} strokeWidth={1.75} aria-hidden /> <span>{props.children}</span></li>
}

function KeyChoice(props: { keys: readonly OwnKey[] | undefined; chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }) {
  const words = useWords()
  const { keys, chosen } = props
  if (keys === undefined) return <p className="hint" role="status">{words.t('panic.keys.looking')}</p>
  if (keys.length === 0) return <p className="hint" role="status">{words.t('panic.keys.noneFound')}</p>
  return (
    <div className="panic-keys" role="group" aria-label={words.t('panic.keys.list')}>
      {keys.map(key => (
        <Check key={nameOf(key)} isSelected={chosen.has(nameOf(key))} onChange={isSelected => {
          const next = new Set(chosen)
          if (isSelected) next.add(nameOf(key))
          else next.delete(nameOf(key))
          props.onChange(next)
        }}>
          <span className="panic-key">{key.name} <span className="hint">…{key.lastFour} · {key.workspace}</span></span>
        </Check>
      ))}
    </div>
  )
}
