import { useState } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import type { ProfileFailure } from '../../../shared/failures.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Field } from '../../components/field.tsx'
import { useWords } from '../../window-context.tsx'

/** Asks for the name that tools find this workspace under. */
export function RenameDialog(props: { connection: Connection; failure: ProfileFailure | undefined; isRunning: boolean; onRename: (profile: string) => void; onClose: () => void }) {
  const words = useWords()
  const { connection } = props
  const [profile, setProfile] = useState<string>(connection.profile)
  const isSame = profile.trim() === connection.profile
  const submit = () => { if (!isSame && profile.trim() !== '') props.onRename(profile.trim()) }
  return (
    <Dialog width="slim" title={words.t('home.rename.title', { name: connection.workspace.name })} onClose={props.onClose} onSubmit={submit} isDismissable
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit" isDisabled={isSame || profile.trim() === ''} isPending={props.isRunning}>{words.t('home.rename.save')}</Button>
      </>}>
      <Field label={words.t('home.rename.label')} value={profile} onChange={setProfile} isMono autoFocus maxLength={64} help={words.t('home.rename.help', { profile: connection.profile })} />
      {props.failure && <FailureNote failure={props.failure} />}
    </Dialog>
  )
}
