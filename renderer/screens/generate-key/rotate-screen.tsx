import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { useMinute } from '../../time/use-now.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { RevealScreen, type Shown } from '../reveal/screen.tsx'
import { RotateView } from './rotate-view.tsx'
import { OVERLAP_SECONDS, type Overlap } from './overlap.ts'
import { useAttemptId } from './use-attempt-id.ts'

/** Makes a successor with the same name and scopes, then shows it once. */
export function RotateKeyScreen(props: { connection: Connection; apiKey: ApiKey; onClose: () => void }) {
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
