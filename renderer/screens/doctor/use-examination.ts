import { useCallback, useEffect, useRef, useState } from 'react'
import type { Finding } from '../../../shared/doctor.ts'
import type { Instant } from '../../../shared/instant.ts'
import { useSend } from '../../use-send.ts'
import { useWindow, useWindowEvents } from '../../window-context.tsx'

export type Examination = {
  readonly findings: readonly Finding[]
  /** When all checks were done; `undefined` while some run. */
  readonly done: { readonly at: Instant; readonly tookMs: number } | undefined
}

const NOTHING: Examination = { findings: [], done: undefined }

/** Examines when the screen opens and when asked; findings come as they are made. */
export function useExamination(): { examination: Examination; again: (mayAskKeychain: boolean) => void } {
  const { now } = useWindow()
  const send = useSend()
  const [examination, setExamination] = useState(NOTHING)
  const current = useRef('')
  const start = useCallback((mayAskKeychain: boolean) => {
    const examinationId = crypto.randomUUID()
    const since = now()
    current.current = examinationId
    void send('examine', { examinationId, mayAskKeychain }).then(findings => {
      if (findings === undefined || current.current !== examinationId) return
      setExamination({ findings, done: { at: now(), tookMs: now() - since } })
    })
  }, [now, send])
  const again = useCallback((mayAskKeychain: boolean) => {
    setExamination(NOTHING)
    start(mayAskKeychain)
  }, [start])
  useWindowEvents(event => {
    if (event.kind !== 'found' || event.examinationId !== current.current) return
    setExamination(before => (before.done ? before : { ...before, findings: [...before.findings, event.finding] }))
  })
  useEffect(() => {
    start(false)
    // What comes after the screen was left is nobody's.
    return () => { current.current = '' }
  }, [start])
  return { examination, again }
}
