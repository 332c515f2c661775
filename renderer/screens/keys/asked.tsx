import { useRef, useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { useAttempt, useSend } from '../../use-send.ts'
import { BulkDeleteDialog, DeleteDialog, type BulkProgress } from './delete-dialogs.tsx'
import { EditDialog, type KeyChange } from './edit-dialog.tsx'

/** What is asked before it is done. */
export type KeyQuestion = { readonly kind: 'edit' | 'delete'; readonly key: ApiKey } | { readonly kind: 'deleteMany'; readonly keys: readonly ApiKey[] }

type Asked = { readonly connection: Connection; readonly now: Instant; readonly onClose: () => void; readonly onDeleted: (ids: ReadonlySet<string>) => void }

/** The dialogs of the key screen, joined to commands. */
export function AskedOfKeys(props: Asked & { question: KeyQuestion | undefined }) {
  const { question, ...rest } = props
  switch (question?.kind) {
    case undefined:
      return null
    case 'edit':
      return <Edit {...rest} apiKey={question.key} />
    case 'delete':
      return <Delete {...rest} apiKey={question.key} />
    case 'deleteMany':
      return <DeleteMany {...rest} keys={question.keys} />
  }
}

function Edit(props: Asked & { apiKey: ApiKey }) {
  const send = useSend()
  const { attempt, run } = useAttempt<ApiFailure>()
  const { connection, apiKey } = props
  const save = async (change: KeyChange) => {
    if (await run(() => send('changeKey', { connectionId: connection.id, keyId: apiKey.id, ...change }))) props.onClose()
  }
  return <EditDialog apiKey={apiKey} catalogue={connection.workspace.scopes} isRunning={attempt.kind === 'running'} failure={attempt.kind === 'failed' ? attempt.failure : undefined} onSave={change => { void save(change) }} onClose={props.onClose} />
}

/** A key that is gone already was deleted as wished. */
function isGone(failure: ApiFailure): boolean {
  return failure.code === 'not_found'
}

function Delete(props: Asked & { apiKey: ApiKey }) {
  const send = useSend()
  const { attempt, run } = useAttempt<ApiFailure>()
  const { connection, apiKey } = props
  const remove = async () => {
    const done = await run(async () => {
      const outcome = await send('deleteKey', { connectionId: connection.id, keyId: apiKey.id })
      return outcome && !outcome.ok && isGone(outcome.failure) ? { ok: true, value: null } : outcome
    })
    if (!done) return
    props.onDeleted(new Set([apiKey.id]))
    props.onClose()
  }
  return <DeleteDialog apiKey={apiKey} now={props.now} isRunning={attempt.kind === 'running'} failure={attempt.kind === 'failed' ? attempt.failure : undefined} onDelete={() => { void remove() }} onClose={props.onClose} />
}

function DeleteMany(props: Asked & { keys: readonly ApiKey[] }) {
  const send = useSend()
  const { connection, onDeleted } = props
  const [keys, setKeys] = useState(props.keys)
  const [progress, setProgress] = useState<BulkProgress>({ kind: 'asking' })
  const isCanceled = useRef(false)
  // One after the other: a workspace limits how many it takes at once, and a person can stop in the middle.
  const remove = async () => {
    const left = new Map(keys.map(key => [key.id, key]))
    let failure: ApiFailure | undefined
    for (const key of keys) {
      if (isCanceled.current || failure) break
      setProgress({ kind: 'running', done: keys.length - left.size })
      const outcome = await send('deleteKey', { connectionId: connection.id, keyId: key.id })
      if (outcome && !outcome.ok && !isGone(outcome.failure)) failure = outcome.failure
      else if (outcome) left.delete(key.id)
    }
    onDeleted(new Set(keys.filter(key => !left.has(key.id)).map(key => key.id)))
    if (!failure) {
      props.onClose()
      return
    }
    setKeys([...left.values()])
    setProgress({ kind: 'failed', left: left.size, failure })
  }
  return (
    <BulkDeleteDialog keys={keys} progress={progress} onDelete={() => { void remove() }} onClose={() => {
      isCanceled.current = true
      props.onClose()
    }} />
  )
}
