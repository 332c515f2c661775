import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { ApiFailure, RotationFailure } from '../../../shared/failures.ts'
import type { PutChoice } from '../../../shared/rotation.ts'
import { offers } from '../../connections.ts'
import { useNavigation } from '../../navigation.tsx'
import { useMinute } from '../../time/use-now.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { RevealScreen, type Shown } from '../reveal/screen.tsx'
import { StartRotationView } from '../rotation/start-view.tsx'
import { RotateView } from './rotate-view.tsx'
import { OVERLAP_SECONDS, type Overlap } from './overlap.ts'
import { useAttemptId } from './use-attempt-id.ts'

type Props = { connection: Connection; apiKey: ApiKey; onClose: () => void }

/** Exchanges a key for a successor: with proof, or at once where the workspace can. */
export function RotateKeyScreen(props: Props) {
  const [isPlain, setIsPlain] = useState(false)
  return isPlain ? <RotateAtOnce {...props} /> : <RotateWithProof {...props} onPlain={() => { setIsPlain(true) }} />
}

function RotateWithProof(props: Props & { onPlain: () => void }) {
  const { connection, apiKey } = props
  const now = useMinute()
  const send = useSend()
  const navigation = useNavigation()
  const nameAttempt = useAttemptId()
  const { attempt, run } = useAttempt<RotationFailure>()
  const [quietSeconds, setQuietSeconds] = useState(3_600)
  const start = async (put: PutChoice) => {
    const input = { connectionId: connection.id, keyId: apiKey.id, quietSeconds, put }
    const begun = await run(() => send('startRotation', { ...input, attemptId: nameAttempt(input) }))
    if (begun) navigation.openRotation(begun.value.rotationId)
  }
  return (
    <StartRotationView apiKey={apiKey} workspaceName={connection.workspace.name} now={now} canStore={offers(connection, 'secrets')} canPlain={offers(connection, 'rotate')}
      quietSeconds={quietSeconds} isRunning={attempt.kind === 'running'} failure={attempt.kind === 'failed' ? attempt.failure : undefined}
      onQuiet={setQuietSeconds} onStart={put => { void start(put) }} onPlain={props.onPlain} onClose={props.onClose} />
  )
}

/** Makes a successor with the same name and scopes, then shows it once. */
function RotateAtOnce(props: Props) {
  const { connection, apiKey } = props
  const now = useMinute()
  const send = useSend()
  const nameAttempt = useAttemptId()
  const { attempt, run } = useAttempt<ApiFailure>()
  const [overlap, setOverlap] = useState<Overlap>('1d')
  const [shown, setShown] = useState<Shown>()
  const rotate = async () => {
    const input = { connectionId: connection.id, keyId: apiKey.id, overlapSeconds: OVERLAP_SECONDS[overlap] }
    const made = await run(() => send('rotateKey', { ...input, attemptId: nameAttempt(input) }))
    if (made) setShown({ kind: 'open', reveal: made.value })
  }
  if (shown) return <RevealScreen connection={connection} shown={shown} onOver={setShown} onClose={props.onClose} />
  return <RotateView name={apiKey.name} overlap={overlap} now={now} isRunning={attempt.kind === 'running'} failure={attempt.kind === 'failed' ? attempt.failure : undefined} onOverlap={setOverlap} onRotate={() => { void rotate() }} onClose={props.onClose} />
}
