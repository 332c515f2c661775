import { AppWindow, ClipboardCopy, FilePen, FolderOpen, KeySquare, LogOut, Star } from 'lucide-react'
import { useState } from 'react'
import type { Connection, KeepFresh } from '../../../shared/connection.ts'
import type { CopyFailure, ProfileFailure } from '../../../shared/failures.ts'
import { pausedFrom } from '../../../shared/paused.ts'
import { menuItem, type MenuEntry } from '../../components/menu.tsx'
import { mayManageKeys } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { asInstant } from '../../time/ticks.ts'
import { useMinute } from '../../time/use-now.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import type { CardAction } from './card-parts.ts'
import { ConnectionCard } from './connection-card.tsx'

/** What a card asks before it does it. */
export type Question = 'rename' | 'signOut' | 'keep' | 'browser'

const KEEP_HOURS = [1, 4, 8]

/** One workspace's card, joined to state and commands. */
export function HomeCard(props: { connection: Connection; isDefault: boolean; isFilled: boolean; onAsk: (question: Question) => void }) {
  const { connection } = props
  const state = useAppState()
  const actions = useCardActions(connection, props.onAsk)
  const menu = useCardMenu(props, actions.makeDefault)
  const keepChoices = useKeepChoices(connection, () => { props.onAsk('keep') })
  const { clipboard } = state
  return (
    <ConnectionCard
      connection={connection}
      isDefault={props.isDefault}
      isFilled={props.isFilled}
      credentialsPath={state.credentialsPath}
      running={actions.running}
      wasCopied={actions.wasCopied && clipboard.kind === 'holding' && clipboard.what === 'bearerToken'}
      failure={actions.failure}
      menu={menu}
      keepChoices={keepChoices}
      onAction={actions.act}
    />
  )
}

function useCardActions({ id }: Connection, onAsk: (question: Question) => void) {
  const send = useSend()
  const [running, setRunning] = useState<CardAction>()
  const [wasCopied, setWasCopied] = useState(false)
  const { attempt, run } = useAttempt<CopyFailure | ProfileFailure>()
  const of = { connectionId: id }

  // What these two lead to is told by the state, not by their answers: the same news may come from the tray.
  const told: Record<Exclude<CardAction, 'copy' | 'rename'>, () => Promise<unknown>> = {
    refresh: () => send('refreshNow', of),
    signIn: () => send('signInAgain', of),
    write: () => send('publishAgain', { ...of, takeOver: false }),
    takeOver: () => send('publishAgain', { ...of, takeOver: true }),
    allowInPlace: () => send('allowFile', { ...of, consent: 'in_place' }),
    allowShare: () => send('allowFile', { ...of, consent: 'network_share' }),
    showFile: () => send('showCredentialsFile', {}),
    openSession: () => send('retrySessionRead', of),
  }
  const copy = async () => { setWasCopied(await run(() => send('copyBearerToken', of)) !== undefined) }
  const act = async (action: CardAction) => {
    if (action === 'rename') {
      onAsk('rename')
      return
    }
    setRunning(action)
    await (action === 'copy' ? copy() : told[action]())
    setRunning(undefined)
  }
  return {
    running,
    wasCopied,
    failure: attempt.kind === 'failed' ? attempt.failure : undefined,
    act: (action: CardAction) => { void act(action) },
    makeDefault: () => { void run(() => send('makeDefault', of)) },
  }
}

function useCardMenu({ connection, isDefault, onAsk }: { connection: Connection; isDefault: boolean; onAsk: (question: Question) => void }, makeDefault: () => void): readonly MenuEntry[] {
  const words = useWords()
  const send = useSend()
  const navigation = useNavigation()
  const { credentialsPath } = useAppState()
  const openKeys = () => {
    navigation.choose(connection.id)
    navigation.go('keys')
  }
  return [
    ...(isDefault ? [] : [menuItem('default', words.t('home.menu.makeDefault'), makeDefault, { icon: Star })]),
    menuItem('rename', words.t('home.menu.rename'), () => { onAsk('rename') }, { icon: FilePen }),
    menuItem('browser', words.t('home.menu.browser'), () => { onAsk('browser') }, { icon: AppWindow }),
    ...(mayManageKeys(connection.user.role) ? [menuItem('keys', words.t('home.menu.openKeys'), openKeys, { icon: KeySquare })] : []),
    { kind: 'line', id: 'file' },
    menuItem('show', words.t('home.menu.showFile'), () => { void send('showCredentialsFile', {}) }, { icon: FolderOpen }),
    menuItem('path', words.t('home.menu.copyPath'), () => { void send('copyText', { text: credentialsPath }) }, { icon: ClipboardCopy }),
    { kind: 'line', id: 'end' },
    menuItem('signOut', words.t('home.menu.signOut'), () => { onAsk('signOut') }, { icon: LogOut, isDanger: true }),
  ]
}

function useKeepChoices({ id, keepFresh }: Connection, onCustom: () => void): readonly MenuEntry[] {
  const words = useWords()
  const send = useSend()
  const now = useMinute()
  const keep = (keepFresh: KeepFresh) => { void send('setKeepFresh', { connectionId: id, keepFresh }) }
  return [
    menuItem('always', words.t('home.keepChoice.always'), () => { keep({ kind: 'always' }) }),
    menuItem('whileUnlocked', words.t('home.keepChoice.whileUnlocked'), () => { keep({ kind: 'whileUnlocked' }) }),
    { kind: 'line', id: 'line' },
    ...KEEP_HOURS.map(hours => {
      const at = asInstant(now + hours * 3_600_000)
      return menuItem(`for-${hours}`, words.t('home.keepChoice.hours', { count: hours, time: words.time(at) }), () => { keep({ kind: 'until', at }) })
    }),
    menuItem('custom', words.t('home.keepChoice.custom'), onCustom),
    { kind: 'line', id: 'pauseLine' },
    keepFresh.kind === 'paused'
      ? menuItem('resume', words.t('home.keepChoice.resume'), () => { keep({ kind: keepFresh.before }) })
      : menuItem('pause', words.t('home.keepChoice.pause'), () => { keep(pausedFrom(keepFresh)) }),
  ]
}
