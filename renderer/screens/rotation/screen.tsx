import { useState } from 'react'
import type { DeleteOldFailure, PutFailure } from '../../../shared/failures.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { offers } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { useMinute } from '../../time/use-now.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import { DeleteOldDialog } from './delete-old-dialog.tsx'
import { receiptText } from './rotation-words.ts'
import { RotationView } from './view.tsx'
import './rotation.css'

/** One rotation, joined to state and commands. */
export function RotationScreen({ rotation }: { rotation: Rotation }) {
  const words = useWords()
  const now = useMinute()
  const send = useSend()
  const navigation = useNavigation()
  const { connections } = useAppState()
  const putting = useAttempt<PutFailure>()
  const [isAsking, setIsAsking] = useState(false)
  const connection = connections.find(({ workspace, user }) => workspace.id === rotation.workspace.id && user.id === rotation.userId)
  const of = { rotationId: rotation.id }
  return (
    <>
      <RotationView rotation={rotation} now={now}
        canStore={connection !== undefined && offers(connection, 'secrets')}
        putFailure={putting.attempt.kind === 'failed' ? putting.attempt.failure : undefined}
        isPutting={putting.attempt.kind === 'running'}
        onBack={() => { navigation.openRotation(undefined) }}
        onPut={put => { void putting.run(() => send('putRotatedKey', { ...of, put })) }}
        onStop={() => { void send('stopRotation', of) }}
        onDeleteNow={() => { setIsAsking(true) }}
        onCheck={() => { void send('lookAtRotations', {}) }}
        onCopyReceipt={() => { void send('copyText', { text: receiptText(rotation, words) }) }}
        onForget={() => {
          navigation.openRotation(undefined)
          void send('forgetRotation', of)
        }} />
      {isAsking && <AskDelete rotation={rotation} onClose={() => { setIsAsking(false) }} />}
    </>
  )
}

function AskDelete(props: { rotation: Rotation; onClose: () => void }) {
  const { rotation, onClose } = props
  const send = useSend()
  const now = useMinute()
  const { attempt, run } = useAttempt<DeleteOldFailure>()
  const remove = async (evenIfUsed: boolean) => {
    if (await run(() => send('deleteOldKey', { rotationId: rotation.id, evenIfUsed }))) onClose()
  }
  return <DeleteOldDialog rotation={rotation} now={now} isRunning={attempt.kind === 'running'} failure={attempt.kind === 'failed' ? attempt.failure : undefined} onDelete={evenIfUsed => { void remove(evenIfUsed) }} onClose={onClose} />
}
