import { History, House, KeyRound, KeySquare, Plus, RotateCw, Settings2, Stethoscope } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ConnectionId } from '../../../shared/connection.ts'
import { Button } from '../../components/button.tsx'
import { Avatar, Dot } from '../../components/small.tsx'
import type { Tone } from '../../components/tone.ts'
import type { Screen } from '../../navigation.tsx'
import { useWords } from '../../window-context.tsx'

export type SidebarWorkspace = { readonly id: ConnectionId; readonly name: string; readonly isDefault: boolean; readonly tone: Tone }

export type SidebarProps = {
  readonly screen: Screen
  readonly workspaces: readonly SidebarWorkspace[]
  readonly chosenId: ConnectionId | undefined
  readonly keysCount: number | undefined
  readonly needLook: number
  readonly paletteKeys: readonly string[]
  readonly onGo: (screen: Screen) => void
  readonly onChoose: (id: ConnectionId) => void
  readonly onPalette: () => void
  /** Where a new version is installed. */
  readonly onRestart: (() => void) | undefined
}

/** Where one can go, and how each workspace stands. */
export function Sidebar(props: SidebarProps) {
  const words = useWords()
  return (
    <header className="sidebar">
      <div className="mark"><KeyRound size={19} strokeWidth={1.75} aria-hidden /> {words.t('app.name')}</div>
      <nav className="nav" aria-label={words.t('shell.sections')}>
        <Place icon={House} name={words.t('shell.home')} isHere={props.screen === 'home'} onGo={() => { props.onGo('home') }} />
        <Place icon={KeySquare} name={words.t('shell.keys')} isHere={props.screen === 'keys'} onGo={() => { props.onGo('keys') }} count={props.keysCount} />
        <Place icon={History} name={words.t('shell.activity')} isHere={props.screen === 'activity'} onGo={() => { props.onGo('activity') }} />
        <Place icon={Stethoscope} name={words.t('shell.doctor')} isHere={props.screen === 'doctor'} onGo={() => { props.onGo('doctor') }} />
        <Place icon={Settings2} name={words.t('shell.settings')} isHere={props.screen === 'settings'} onGo={() => { props.onGo('settings') }} />
      </nav>
      <h2 className="nav-head" id="workspaces">{words.t('shell.workspaces')}</h2>
      <nav className="nav nav-workspaces" aria-labelledby="workspaces">
        {props.workspaces.map(workspace => (
          <AriaButton key={workspace.id} className="nav-item nav-workspace" aria-current={props.screen === 'keys' && workspace.id === props.chosenId} onPress={() => { props.onChoose(workspace.id) }}>
            <Avatar name={workspace.name} isDefault={workspace.isDefault} />
            <span className="nav-name">{workspace.name}</span>
            <Dot tone={workspace.tone} label={words.t(`shell.dot.${workspace.tone}`)} />
          </AriaButton>
        ))}
        <Place icon={Plus} name={words.t('shell.connect')} isHere={props.screen === 'connect'} onGo={() => { props.onGo('connect') }} />
      </nav>
      {props.onRestart && <Button className="sidebar-restart" icon={RotateCw} onPress={props.onRestart}>{words.t('tray.restart')}</Button>}
      <div className="sidebar-foot">
        <span role="status">{props.needLook === 0 ? words.t('shell.quiet') : words.t('shell.needLook', { count: props.needLook })}</span>
        <AriaButton className="button button-quiet" onPress={props.onPalette}>
          <span className="visually-hidden">{words.t('shell.palette')}</span>
          {props.paletteKeys.map(key => <kbd key={key}>{key}</kbd>)}
        </AriaButton>
      </div>
    </header>
  )
}

function Place(props: { icon: LucideIcon; name: string; isHere: boolean; count?: number | undefined; onGo: () => void }) {
  const words = useWords()
  const Icon = props.icon
  return (
    <AriaButton className="nav-item" aria-current={props.isHere ? 'page' : false} onPress={props.onGo}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className="nav-name">{props.name}</span>
      {props.count !== undefined && <span className="nav-count"><span aria-hidden>{words.number(props.count)}</span><span className="visually-hidden">{words.t('shell.keysCount', { count: props.count })}</span></span>}
    </AriaButton>
  )
}
