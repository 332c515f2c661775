import { useEffect, useEffectEvent } from 'react'
import { chosenConnection, mayManageKeys } from './connections.ts'
import { useNavigation } from './navigation.tsx'
import { shortcutOf, type ShortcutAction } from './shortcuts.ts'
import { useSend } from './use-send.ts'
import { useAppState } from './window-context.tsx'

/** Hears the window's shortcuts, unless a dialog asks something: a dialog has one question. */
export function useShortcuts(): void {
  const state = useAppState()
  const navigation = useNavigation()
  const send = useSend()
  const ofWorkspace = (action: 'generate' | 'copyToken' | 'refresh') => {
    const chosen = chosenConnection(state, navigation.chosenId)
    if (chosen?.session.kind !== 'signedIn') return
    const of = { connectionId: chosen.id }
    if (action === 'copyToken') void send('copyBearerToken', of)
    else if (action === 'refresh') void send('refreshNow', of)
    else if (mayManageKeys(chosen.user.role)) navigation.open({ kind: 'generate', ...of })
  }
  const act = (action: ShortcutAction) => {
    switch (action) {
      case 'palette':
      case 'shortcuts':
        navigation.open({ kind: action })
        return
      case 'generate':
      case 'copyToken':
      case 'refresh':
        ofWorkspace(action)
        return
      default:
        navigation.go(action)
    }
  }
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const isMac = state.platform === 'darwin'
    const action = shortcutOf({ key: event.key, hasMain: isMac ? event.metaKey : event.ctrlKey, hasShift: event.shiftKey, hasAlt: event.altKey })
    if (!action || state.connections.length === 0 || state.signIn.kind !== 'idle' || document.querySelector('[role=dialog], [role=alertdialog]')) return
    event.preventDefault()
    act(action)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => { hear(event) }
    document.addEventListener('keydown', listener)
    return () => { document.removeEventListener('keydown', listener) }
  }, [])
}
