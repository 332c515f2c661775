import { useNavigation } from '../../navigation.tsx'
import { useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { SettingsView } from './view.tsx'
import './settings.css'

/** Settings, joined to state and commands. What stands here is what the app says, not what was pressed last. */
export function SettingsScreen() {
  const { settings, appVersion, credentialsPath, connections } = useAppState()
  const { open } = useNavigation()
  const send = useSend()
  return (
    <SettingsView
      settings={settings}
      version={appVersion}
      credentialsPath={credentialsPath}
      onChange={change => { void send('changeSettings', change) }}
      onShowFile={() => { void send('showCredentialsFile', {}) }}
      onPanic={connections.length === 0 ? undefined : () => { open({ kind: 'panic' }) }}
      onAbout={() => { open({ kind: 'about' }) }}
      onShortcuts={() => { open({ kind: 'shortcuts' }) }}
    />
  )
}
