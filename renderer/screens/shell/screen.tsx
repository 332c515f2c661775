import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/small.tsx'
import { chosenConnection, inOrder } from '../../connections.ts'
import { ActivityScreen, DoctorScreen, KeysScreen, SettingsScreen } from '../../lazy-screens.ts'
import { useNavigation, type Screen } from '../../navigation.tsx'
import { useMinute } from '../../time/use-now.ts'
import { useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import { cardTruth, wantsLook } from '../home/card-truth.ts'
import { HomeScreen } from '../home/screen.tsx'
import { ClipboardBar } from './clipboard-bar.tsx'
import { Sidebar } from './sidebar.tsx'
import { useKeysCount } from './use-keys-count.ts'
import { WelcomeScreen } from '../welcome/screen.tsx'

/** The frame around every screen, joined to state. */
export function ShellScreen(props: { isBroken: boolean; onBrokenSeen: () => void }) {
  const state = useAppState()
  const words = useWords()
  const navigation = useNavigation()
  const send = useSend()
  const now = useMinute()
  const connections = inOrder(state)
  const chosen = chosenConnection(state, navigation.chosenId)
  const keysCount = useKeysCount(chosen, state.keysRevision)
  const truths = connections.map(connection => ({ connection, truth: cardTruth(connection, now, words) }))

  const choose = (id: Connection['id']) => {
    navigation.choose(id)
    if (navigation.screen !== 'keys') navigation.go('home')
  }
  return (
    <div className="shell">
      <Sidebar
        screen={navigation.screen}
        workspaces={truths.map(({ connection, truth }) => ({ id: connection.id, name: connection.workspace.name, isDefault: connection.id === state.defaultConnectionId, tone: truth.tone }))}
        chosenId={chosen?.id}
        keysCount={keysCount}
        needLook={truths.filter(({ truth }) => wantsLook(truth)).length}
        paletteKeys={state.platform === 'darwin' ? ['⌘', 'K'] : ['Ctrl', 'K']}
        onGo={navigation.go}
        onChoose={choose}
        onRestart={state.isUpdateReady ? () => { void send('restart', {}) } : undefined}
        onPalette={() => { navigation.open({ kind: 'palette' }) }}
      />
      <main className="main">
        {props.isBroken && (
          <div className="broken">
            <Note tone="act" icon={TriangleAlert} isAlert actions={<Button size="small" onPress={props.onBrokenSeen}>{words.t('action.close')}</Button>}>
              <strong>{words.t('broken.happened')}</strong> {words.t('broken.means')}
            </Note>
          </div>
        )}
        {screenOf(navigation.screen)}
        <ClipboardBar clipboard={state.clipboard} onClear={() => { void send('clearClipboard', {}) }} />
      </main>
    </div>
  )
}

function screenOf(screen: Screen): ReactNode {
  switch (screen) {
    case 'home':
      return <HomeScreen />
    case 'keys':
      return <KeysScreen />
    case 'activity':
      return <ActivityScreen />
    case 'doctor':
      return <DoctorScreen />
    case 'settings':
      return <SettingsScreen />
    case 'connect':
      return <div className="page welcome-page"><WelcomeScreen /></div>
  }
}
