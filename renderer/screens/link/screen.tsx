import type { Connection } from '../../../shared/connection.ts'
import type { LinkAsked } from '../../../shared/link.ts'
import { hostOf } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { LinkView } from './view.tsx'
import './link.css'

function connectionAt(connections: readonly Connection[], host: string): Connection | undefined {
  return connections.find(({ workspace }) => (workspace.isEmbedded ? host === 'this-computer' : hostOf(workspace.baseUrl) === host))
}

/** What a link asks. It was made by anybody: nothing begins without a press here. */
export function LinkScreen({ link }: { link: LinkAsked }) {
  const { connections } = useAppState()
  const navigation = useNavigation()
  const send = useSend()
  const connection = link.kind === 'refused' ? undefined : connectionAt(connections, link.host)
  const dismiss = () => { void send('dismissLink', { linkId: link.linkId }) }
  return (
    <LinkView
      link={link}
      connection={connection}
      onClose={dismiss}
      onSignIn={host => {
        dismiss()
        if (connection) void send('signInAgain', { connectionId: connection.id })
        else void send('signIn', { address: `https://${host}` })
      }}
      onOpenKey={(id, keyId) => {
        dismiss()
        navigation.openKey(id, keyId)
      }}
    />
  )
}
