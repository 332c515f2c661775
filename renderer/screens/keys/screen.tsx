import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { chosenConnection, mayManageKeys } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import { RotationScreen } from '../rotation/screen.tsx'
import { KeysOf } from './keys-of.tsx'
import './keys.css'

/** The keys of the chosen workspace, or what stands in their way. */
export function KeysScreen() {
  const words = useWords()
  const state = useAppState()
  const navigation = useNavigation()
  const send = useSend()
  const rotation = state.rotations.find(({ id }) => id === navigation.rotationId)
  const connection = chosenConnection(state, navigation.chosenId)
  if (rotation) return <RotationScreen rotation={rotation} />
  if (!connection) {
    return <Instead title={words.t('keys.noWorkspace.title')} text={words.t('keys.noWorkspace.text')} action={<Button kind="filled" onPress={() => { navigation.go('connect') }}>{words.t('shell.connect')}</Button>} />
  }
  const { workspace, user, session } = connection
  if (!mayManageKeys(user.role)) {
    return <Instead title={words.t('keys.role.title')} text={words.t('keys.role.text', { name: workspace.name, role: words.t(`role.${user.role}`) })} />
  }
  if (session.kind === 'signInRequired') {
    return <Instead title={words.t('keys.signIn.title', { name: workspace.name })} text={words.t('keys.signIn.text')} action={<Button kind="filled" onPress={() => { void send('signInAgain', { connectionId: connection.id }) }}>{words.t('action.signIn')}</Button>} />
  }
  return <KeysOf key={connection.id} connection={connection} />
}

/** What stands where the keys would be, with the one next step. */
function Instead(props: { title: string; text: string; action?: ReactNode }) {
  const words = useWords()
  return (
    <div className="page page-wide page-fill">
      <div className="page-head"><h1>{words.t('keys.title')}</h1></div>
      <div className="card empty"><h2>{props.title}</h2><p className="quiet">{props.text}</p>{props.action}</div>
    </div>
  )
}
