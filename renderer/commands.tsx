import { ClipboardX, Copy, FolderOpen, History, House, Info, KeySquare, Keyboard, LogIn, Monitor, Moon, Plus, Power, RefreshCw, RotateCw, Settings2, ShieldAlert, Star, Stethoscope, Sun, type LucideIcon } from 'lucide-react'
import type { Connection } from '../shared/connection.ts'
import type { Words } from '../shared/words/words.ts'
import type { AppState } from '../shared/app-state.ts'
import { chosenConnection, inOrder, mayManageKeys } from './connections.ts'
import type { Navigation } from './navigation.tsx'
import type { ShortcutAction } from './shortcuts.ts'
import type { Send } from './use-send.ts'

/** Something that the palette can run. */
export type Command = { readonly id: string; readonly label: string; readonly icon: LucideIcon; readonly shortcut?: ShortcutAction; readonly run: () => void }

type Where = { readonly state: AppState; readonly navigation: Navigation; readonly send: Send; readonly words: Words }

/** Every command that means something now, what concerns a workspace first. */
export function commandsOf(where: Where): readonly Command[] {
  return [...inOrder(where.state).flatMap(connection => ofConnection(connection, where)), ...general(where)]
}

function ofConnection(connection: Connection, { state, navigation, send, words }: Where): Command[] {
  const { id, session, workspace, user } = connection
  const name = workspace.name
  const isChosen = chosenConnection(state, navigation.chosenId)?.id === id
  const of = { connectionId: id }
  const shortcut = (action: ShortcutAction) => (isChosen ? { shortcut: action } : {})
  const commands: Command[] = []
  if (session.kind === 'signedIn') {
    commands.push(
      { id: `copy ${id}`, label: words.t('palette.copyToken', { name }), icon: Copy, ...shortcut('copyToken'), run: () => { void send('copyBearerToken', of) } },
      { id: `refresh ${id}`, label: words.t('palette.refresh', { name }), icon: RefreshCw, ...shortcut('refresh'), run: () => { void send('refreshNow', of) } },
    )
    if (mayManageKeys(user.role)) {
      commands.push(
        { id: `generate ${id}`, label: words.t('palette.generate', { name }), icon: Plus, ...shortcut('generate'), run: () => { navigation.open({ kind: 'generate', connectionId: id }) } },
        { id: `keys ${id}`, label: words.t('palette.keysOf', { name }), icon: KeySquare, run: () => { navigation.openKey(id, undefined) } },
      )
    }
  }
  if (session.kind === 'signInRequired') commands.push({ id: `signIn ${id}`, label: words.t('palette.signIn', { name }), icon: LogIn, run: () => { void send('signInAgain', of) } })
  if (state.defaultConnectionId !== id) commands.push({ id: `default ${id}`, label: words.t('palette.makeDefault', { name }), icon: Star, run: () => { void send('makeDefault', of) } })
  return commands
}

function general({ state, navigation, send, words }: Where): Command[] {
  const { theme } = state.settings
  const themes = ([['system', 'palette.themeSystem', Monitor], ['light', 'palette.themeLight', Sun], ['dark', 'palette.themeDark', Moon]] as const).filter(([id]) => id !== theme)
  return [
    { id: 'home', label: words.t('palette.goHome'), icon: House, shortcut: 'home', run: () => { navigation.go('home') } },
    { id: 'keys', label: words.t('palette.goKeys'), icon: KeySquare, shortcut: 'keys', run: () => { navigation.go('keys') } },
    { id: 'activity', label: words.t('palette.goActivity'), icon: History, shortcut: 'activity', run: () => { navigation.go('activity') } },
    { id: 'doctor', label: words.t('palette.goDoctor'), icon: Stethoscope, shortcut: 'doctor', run: () => { navigation.go('doctor') } },
    { id: 'settings', label: words.t('palette.goSettings'), icon: Settings2, shortcut: 'settings', run: () => { navigation.go('settings') } },
    { id: 'connect', label: words.t('palette.connect'), icon: Plus, run: () => { navigation.go('connect') } },
    { id: 'showFile', label: words.t('palette.showFile'), icon: FolderOpen, run: () => { void send('showCredentialsFile', {}) } },
    ...(state.clipboard.kind === 'clear' ? [] : [{ id: 'clearClipboard', label: words.t('palette.clearClipboard'), icon: ClipboardX, run: () => { void send('clearClipboard', {}) } }]),
    ...themes.map(([id, label, icon]): Command => ({ id: `theme ${id}`, label: words.t(label), icon, run: () => { void send('changeSettings', { theme: id }) } })),
    { id: 'shortcuts', label: words.t('palette.shortcuts'), icon: Keyboard, shortcut: 'shortcuts', run: () => { navigation.open({ kind: 'shortcuts' }) } },
    { id: 'about', label: words.t('palette.about'), icon: Info, run: () => { navigation.open({ kind: 'about' }) } },
    ...(state.connections.length === 0 ? [] : [{ id: 'panic', label: words.t('palette.panic'), icon: ShieldAlert, run: () => { navigation.open({ kind: 'panic' }) } }]),
    ...(state.isUpdateReady ? [{ id: 'restart', label: words.t('tray.restart'), icon: RotateCw, run: () => { void send('restart', {}) } }] : []),
    { id: 'quit', label: words.t('palette.quit'), icon: Power, run: () => { void send('quit', {}) } },
  ]
}
