import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { asInstant } from '../../time/ticks.ts'
import { useMinute } from '../../time/use-now.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useWindow } from '../../window-context.tsx'
import { RevealScreen, type Shown } from '../reveal/screen.tsx'
import { expiryChoice } from './expiry.ts'
import { useAttemptId } from './use-attempt-id.ts'
import { GenerateView, type GenerateForm } from './view.tsx'

/**
 * Generates a key, then shows it once. The plain key lives in this component's state alone and goes with it.
 *
 * @param props.like  a key that died: its name and scopes are filled in
 */
export function GenerateKeyScreen(props: { connection: Connection; like?: ApiKey; onClose: () => void }) {
  const { connection, like } = props
  const { now: clock } = useWindow()
  const now = useMinute()
  const send = useSend()
  const nameAttempt = useAttemptId()
  const { attempt, run } = useAttempt<ApiFailure>()
  const [wasPressed, setWasPressed] = useState(false)
  const [shown, setShown] = useState<Shown>()
  const [form, setForm] = useState<GenerateForm>(() => ({ name: like?.name ?? '', expiry: '5d', customAt: asInstant(inAMonth(clock())), scopes: like?.scopes ?? [] }))

  const generate = async () => {
    setWasPressed(true)
    const expiry = expiryChoice(form.expiry, form.customAt, clock())
    const input = { connectionId: connection.id, name: form.name.trim(), scopes: [...form.scopes], expiry }
    if (input.name === '' || input.scopes.length === 0 || expiry === undefined || attempt.kind === 'running') return
    const made = await run(() => send('generateKey', { ...input, expiry, attemptId: nameAttempt(input) }))
    if (made) setShown({ kind: 'open', reveal: made.value })
  }
  if (shown) return <RevealScreen connection={connection} shown={shown} onOver={setShown} onClose={props.onClose} />
  return (
    <GenerateView
      workspaceName={connection.workspace.name}
      catalogue={connection.workspace.scopes}
      form={form}
      now={now}
      wasPressed={wasPressed}
      isRunning={attempt.kind === 'running'}
      failure={attempt.kind === 'failed' ? attempt.failure : undefined}
      onChange={change => { setForm(before => ({ ...before, ...change })) }}
      onGenerate={() => { void generate() }}
      onClose={props.onClose}
    />
  )
}

/** A month from now, on the hour: somewhere to start from. */
function inAMonth(now: number): number {
  const hour = 3_600_000
  return Math.ceil(now / hour) * hour + 30 * 24 * hour
}
