import { useState } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { MomentPicker } from '../../components/moment-picker-later.ts'
import { useWindow, useWords } from '../../window-context.tsx'
import { asInstant } from '../../time/ticks.ts'

/** Asks until when a token is kept fresh. */
export function KeepDialog(props: { connection: Connection; onKeep: (until: Instant) => void; onClose: () => void }) {
  const words = useWords()
  const { now } = useWindow()
  const [openedAt] = useState(now)
  const [until, setUntil] = useState<Instant | undefined>(asInstant(openedAt + 8 * 3_600_000))
  const isPast = until !== undefined && until <= openedAt
  const submit = () => { if (until !== undefined && !isPast) props.onKeep(until) }
  return (
    <Dialog width="slim" title={words.t('home.keepTitle', { name: props.connection.workspace.name })} lead={words.t('home.keepText')} onClose={props.onClose} onSubmit={submit}
      consequence={until === undefined || isPast ? undefined : words.fullMoment(until)}
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit" isDisabled={until === undefined || isPast}>{words.t('home.keepSet')}</Button>
      </>}>
      <MomentPicker label={words.t('home.keepWhen')} value={until} onChange={setUntil} autoFocus error={isPast ? words.t('generate.expiryPast') : undefined} />
    </Dialog>
  )
}
