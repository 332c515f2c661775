import { inOrder } from '../../connections.ts'
import { useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { useOwnKeys } from './use-own-keys.ts'
import { PanicView } from './view.tsx'
import './panic.css'

/** The one question before a panic, joined to state and commands. */
export function PanicScreen(props: { onClose: () => void }) {
  const state = useAppState()
  const send = useSend()
  const connections = inOrder(state)
  const ids = new Set(connections.map(({ id }) => id))
  const ownKeys = useOwnKeys(connections)
  return (
    <PanicView
      connections={connections}
      credentialsPath={state.credentialsPath}
      madeHere={state.madeKeys.filter(key => ids.has(key.connectionId))}
      ownKeys={ownKeys}
      onClose={props.onClose}
      onGo={keys => {
        props.onClose()
        void send('panic', { keys })
      }}
    />
  )
}
