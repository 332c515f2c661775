import type { Connection } from '../../../shared/connection.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useWords } from '../../window-context.tsx'

/** Asks once before tools lose their token. */
export function SignOutDialog(props: { connection: Connection; isRunning: boolean; onSignOut: () => void; onClose: () => void }) {
  const words = useWords()
  const { connection } = props
  return (
    <Dialog width="slim" isAlert title={words.t('home.signOut.title', { name: connection.workspace.name })} lead={words.t('home.signOut.text', { profile: connection.profile })} onClose={props.onClose}
      consequence={words.t('home.signOut.consequence')}
      actions={<>
        <Button onPress={props.onClose} autoFocus>{words.t('action.cancel')}</Button>
        <Button kind="destroy" isPending={props.isRunning} onPress={props.onSignOut}>{words.t('action.signOut')}</Button>
      </>} />
  )
}
