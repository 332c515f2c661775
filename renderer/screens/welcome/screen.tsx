import { useState } from 'react'
import { useNavigation } from '../../navigation.tsx'
import { useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { useFind } from './use-find.ts'
import { WelcomeView } from './view.tsx'
import './welcome.css'

/** The first screen, and later the one that connects a further workspace; joined to state and commands. */
export function WelcomeScreen() {
  const send = useSend()
  const navigation = useNavigation()
  const { connections } = useAppState()
  const [address, setAddress] = useState('')
  const found = useFind(address)
  const already = found.kind === 'found' ? connections.find(({ workspace }) => workspace.baseUrl === found.workspace.baseUrl) : undefined
  return (
    <WelcomeView
      address={address}
      found={found}
      isFirst={connections.length === 0}
      alreadyAs={already?.user.email}
      canTryHere={!connections.some(({ workspace }) => workspace.isEmbedded)}
      onAddress={setAddress}
      onConnect={() => { void send('signIn', { address: address.trim() }) }}
      onTryHere={() => { void send('signInHere', {}) }}
      {...(connections.length === 0 ? { onSettings: () => { navigation.go('settings') } } : {})}
    />
  )
}
