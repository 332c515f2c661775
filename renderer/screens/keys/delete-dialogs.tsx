import type { ApiKey } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Note } from '../../components/small.tsx'
import { useWords } from '../../window-context.tsx'
import { plainPart } from './key-words.ts'

/** Asks before a key dies; the button names it. */
export function DeleteDialog(props: { apiKey: ApiKey; now: Instant; isRunning: boolean; failure: ApiFailure | undefined; onDelete: () => void; onClose: () => void }) {
  const words = useWords()
  const { apiKey, now } = props
  return (
    <Dialog width="slim" isAlert title={words.t('keys.delete.title', { name: apiKey.name })} lead={words.t('keys.delete.text', { key: plainPart(apiKey, words) })} onClose={props.onClose}
      consequence={words.t('keys.delete.consequence')}
      actions={<>
        <Button onPress={props.onClose} autoFocus>{words.t('action.cancel')}</Button>
        <Button kind="destroy" isPending={props.isRunning} onPress={props.onDelete}>{words.t('keys.delete.confirm', { name: apiKey.name })}</Button>
      </>}>
      <p className="quiet">{apiKey.lastUsedAt === 'never' ? words.t('keys.delete.unused') : words.t('keys.delete.used', { moment: words.relative(apiKey.lastUsedAt, now) })}</p>
      {props.failure && <FailureNote failure={props.failure} />}
    </Dialog>
  )
}

/** How far a bulk deletion is. */
export type BulkProgress =
  | { readonly kind: 'asking' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'failed'; readonly left: number; readonly failure: ApiFailure }

/** Asks before several keys die, and shows how far it is. */
export function BulkDeleteDialog(props: { keys: readonly ApiKey[]; progress: BulkProgress; onDelete: () => void; onClose: () => void }) {
  const words = useWords()
  const { keys, progress } = props
  const named = keys.slice(0, 8)
  return (
    <Dialog width="slim" isAlert title={words.t('keys.bulk.title', { count: keys.length })} lead={words.t('keys.bulk.text')} onClose={props.onClose}
      consequence={progress.kind === 'running' ? words.t('keys.bulk.progress', { done: progress.done, total: keys.length }) : words.t('keys.delete.consequence')}
      actions={<>
        <Button onPress={props.onClose} autoFocus>{words.t('action.cancel')}</Button>
        <Button kind="destroy" isPending={progress.kind === 'running'} onPress={props.onDelete}>{words.t('keys.bulk.confirm', { count: keys.length })}</Button>
      </>}>
      <ul className="bulk-names">
        {named.map(key => <li key={key.id}><span className="cut">{key.name}</span> <span className="mono hint">{plainPart(key, words)}</span></li>)}
        {keys.length > named.length && <li className="hint">{words.t('keys.bulk.more', { count: keys.length - named.length })}</li>}
      </ul>
      {progress.kind === 'failed' && <Note tone="soon" isAlert>{words.t('keys.bulk.failed', { count: progress.left, reason: describeFailure(words, progress.failure).happened })}</Note>}
    </Dialog>
  )
}
