import { useEffect, useState } from 'react'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { ProfileFailure } from '../../../shared/failures.ts'
import { chosenConnection, inOrder } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { useMinute } from '../../time/use-now.ts'
import { useBrowsers } from '../../use-browsers.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { BrowserDialog } from './browser-dialog.tsx'
import { HomeCard, type Question } from './home-card.tsx'
import { KeepDialog } from './keep-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'
import { useNextToExpire } from './use-next-to-expire.ts'
import { HomeView } from './view.tsx'
import './home.css'

/** Home, joined to state and commands. */
export function HomeScreen() {
  const state = useAppState()
  const navigation = useNavigation()
  const send = useSend()
  const now = useMinute()
  const [asking, setAsking] = useState<{ readonly question: Question; readonly id: ConnectionId }>()
  const [signedOutOf, setSignedOutOf] = useState<string>()
  const connections = inOrder(state)
  const next = useNextToExpire(connections, state.keysRevision)
  const used = chosenConnection(state, navigation.chosenId)
  useBringIntoSight(navigation.chosenId)

  const filledId = state.defaultConnectionId ?? connections[0]?.id
  const refreshable = connections.filter(({ session }) => session.kind === 'signedIn')
  return (
    <>
      <HomeView
        cards={connections.map(connection => (
          <HomeCard key={connection.id} connection={connection} isDefault={connection.id === state.defaultConnectionId} isFilled={connection.id === filledId} onAsk={question => { setAsking({ question, id: connection.id }) }} />
        ))}
        signedOutOf={signedOutOf}
        next={next && { keys: next, workspaces: connections.length, now }}
        used={used?.session.kind === 'signedIn' ? used : undefined}
        credentialsPath={state.credentialsPath}
        firstLanguage={state.platform === 'win32' ? 'powershell' : 'curl'}
        onRefreshAll={refreshable.length < 2 ? undefined : () => { for (const { id } of refreshable) void send('refreshNow', { connectionId: id }) }}
        onConnect={() => { navigation.go('connect') }}
        onOpenKey={({ id, connectionId }) => { navigation.openKey(connectionId, id) }}
        onAllKeys={() => { navigation.go('keys') }}
        onCopyText={async text => { await send('copyText', { text }) }}
      />
      <Asked question={asking?.question} connection={connections.find(({ id }) => id === asking?.id)} onClose={() => { setAsking(undefined) }} onSignedOut={setSignedOutOf} />
    </>
  )
}

function Asked(props: { question: Question | undefined; connection: Connection | undefined; onClose: () => void; onSignedOut: (untoldProviderOf: string | undefined) => void }) {
  const send = useSend()
  const { connection, onClose } = props
  if (!connection) return null
  switch (props.question) {
    case undefined:
      return null
    case 'browser':
      return <ChooseBrowser connection={connection} onClose={onClose} />
    case 'rename':
      return <Rename connection={connection} onClose={onClose} />
    case 'signOut':
      return <SignOut {...props} connection={connection} />
    case 'keep':
      return (
        <KeepDialog connection={connection} onClose={onClose} onKeep={at => {
          void send('setKeepFresh', { connectionId: connection.id, keepFresh: { kind: 'until', at } })
          onClose()
        }} />
      )
  }
}

function ChooseBrowser(props: { connection: Connection; onClose: () => void }) {
  const send = useSend()
  const browsers = useBrowsers()
  const { connection, onClose } = props
  return (
    <BrowserDialog connection={connection} browsers={browsers} onClose={onClose} onChoose={browserId => {
      void send('chooseBrowser', { connectionId: connection.id, ...(browserId === undefined ? {} : { browserId }) })
      onClose()
    }} />
  )
}

function Rename(props: { connection: Connection; onClose: () => void }) {
  const send = useSend()
  const { attempt, run } = useAttempt<ProfileFailure>()
  const rename = async (profile: string) => {
    if (await run(() => send('renameProfile', { connectionId: props.connection.id, profile }))) props.onClose()
  }
  return <RenameDialog connection={props.connection} failure={attempt.kind === 'failed' ? attempt.failure : undefined} isRunning={attempt.kind === 'running'} onRename={profile => { void rename(profile) }} onClose={props.onClose} />
}

function SignOut(props: { connection: Connection; onClose: () => void; onSignedOut: (untoldProviderOf: string | undefined) => void }) {
  const send = useSend()
  const [isRunning, setIsRunning] = useState(false)
  const signOut = async () => {
    setIsRunning(true)
    const answer = await send('signOut', { connectionId: props.connection.id })
    props.onSignedOut(answer && !answer.revokedAtProvider ? props.connection.workspace.name : undefined)
    props.onClose()
  }
  return <SignOutDialog connection={props.connection} isRunning={isRunning} onSignOut={() => { void signOut() }} onClose={props.onClose} />
}

function useBringIntoSight(id: ConnectionId | undefined) {
  useEffect(() => {
    const card = id === undefined ? null : document.getElementById(`connection-${id}`)
    card?.scrollIntoView({ block: 'nearest' })
    card?.focus({ preventScroll: true })
  }, [id])
}
