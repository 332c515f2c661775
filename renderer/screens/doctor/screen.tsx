import { useState } from 'react'
import type { Finding, Remedy } from '../../../shared/doctor.ts'
import type { PublicationFailure } from '../../../shared/failures.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import { rowsOf } from './finding-words.ts'
import { reportText } from './report-text.ts'
import { useExamination } from './use-examination.ts'
import { DoctorView } from './view.tsx'
import './doctor.css'

/** The doctor, joined to state and commands. */
export function DoctorScreen() {
  const state = useAppState()
  const words = useWords()
  const send = useSend()
  const { examination, again } = useExamination()
  const { attempt, run } = useAttempt<PublicationFailure>()
  const [isCopied, setIsCopied] = useState(false)
  const rows = rowsOf(state, examination.findings, examination.done !== undefined, words)
  const restart = (mayAskKeychain = false) => {
    setIsCopied(false)
    again(mayAskKeychain)
  }
  const remedy = async ({ connectionId }: Finding, which: Remedy): Promise<void> => {
    switch (which) {
      case 'makePrivate':
        if (await run(() => send('makePrivate', {}))) restart()
        return
      case 'writeAgain':
        if (connectionId !== undefined && await run(() => send('publishAgain', { connectionId, takeOver: false }))) restart()
        return
      case 'showFile':
        await send('showCredentialsFile', {})
        return
      case 'tryKeychain':
        restart(true)
        return
      case 'checkAgain':
        restart()
    }
  }
  return (
    <DoctorView
      rows={rows}
      examination={examination}
      isCopied={isCopied}
      failure={attempt.kind === 'failed' ? attempt.failure : undefined}
      onAgain={() => { restart() }}
      onCopy={() => {
        if (examination.done) void send('copyText', { text: reportText(rows, examination.done.at, words) }).then(() => { setIsCopied(true) })
      }}
      onRemedy={(finding, which) => { void remedy(finding, which) }}
    />
  )
}
