import type { DeleteOldFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { useWords } from '../../window-context.tsx'
import { quietWords } from './rotation-words.ts'

/** Asks before the old key goes early. One that is still used is refused first: only who is told so may insist. */
export function DeleteOldDialog(props: { rotation: Rotation; now: Instant; isRunning: boolean; failure: DeleteOldFailure | undefined; onDelete: (evenIfUsed: boolean) => void; onClose: () => void }) {
  const words = useWords()
  const { rotation, failure, now } = props
  const isUsed = failure?.code === 'key_still_used'
  return (
    <Dialog width="slim" isAlert title={words.t('rotation.delete.title', { name: rotation.old.name })} lead={words.t('rotation.delete.text', { all: quietWords(rotation.quietSeconds, words) })} onClose={props.onClose}
      consequence={words.t('rotation.delete.consequence')}
      actions={<>
        <Button onPress={props.onClose} autoFocus>{words.t('action.cancel')}</Button>
        <Button kind="destroy" isPending={props.isRunning} onPress={() => { props.onDelete(isUsed) }}>{words.t(isUsed ? 'rotation.delete.anyway' : 'rotation.delete.confirm')}</Button>
      </>}>
      {failure && <FailureNote failure={failure} {...(isUsed ? { after: words.t('rotation.delete.used', { moment: words.relative(failure.lastUsedAt, now) }) } : {})} />}
    </Dialog>
  )
}
