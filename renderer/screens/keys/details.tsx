import { Check, Copy, X } from 'lucide-react'
import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { TimelineEntry } from '../../../shared/activity.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Scope } from '../../../shared/scope.ts'
import { momentOrNever } from '../../../shared/words/words.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Badge } from '../../components/small.tsx'
import { scopeSummary } from '../../scopes/scope-sentence.ts'
import { useWords } from '../../window-context.tsx'
import { plainPart, statusNow } from './key-words.ts'

export type DetailsProps = {
  readonly apiKey: ApiKey
  readonly catalogue: readonly Scope[]
  readonly now: Instant
  readonly onCopyId: () => void
  readonly onEdit: () => void
  readonly onDelete: () => void
  readonly onRotate: () => void
  readonly onAgain: () => void
  readonly onClose: () => void
  /** What the workspace's log tells of it; `undefined` where it tells nothing, or not yet. */
  readonly activity: readonly TimelineEntry[] | undefined
}

/** All about one key: what it can do in a sentence, its times, and what to do with it. */
export function Details(props: DetailsProps) {
  const words = useWords()
  const { apiKey, now } = props
  const status = statusNow(apiKey, now)
  return (
    <aside className={`card details details-${status}`} aria-label={words.t('keys.detail.label', { name: apiKey.name })}>
      <div className="details-head">
        <h2>{apiKey.name}</h2>
        <IconButton kind="quiet" size="small" icon={X} label={words.t('keys.detail.close')} onPress={props.onClose} />
      </div>
      <p className="quiet">{status === 'expired' && apiKey.expiresAt !== 'never' ? words.t('keys.detail.tombstone', { moment: words.moment(apiKey.expiresAt, now) }) : scopeSummary(props.catalogue, apiKey.scopes, words)}</p>
      <dl className="facts">
        <dt>{words.t('keys.detail.key')}</dt>
        <dd className="mono">{plainPart(apiKey, words)}</dd>
        <dt>{words.t('keys.detail.id')}</dt>
        <dd><CopyId id={apiKey.id} onCopy={props.onCopyId} /></dd>
        <dt>{words.t('keys.detail.created')}</dt>
        <dd>{words.moment(apiKey.createdAt, now)}</dd>
        <dt>{words.t(status === 'expired' ? 'keys.detail.expired' : 'keys.detail.expires')}</dt>
        <dd>
          {momentOrNever(words, apiKey.expiresAt, now)}
          {apiKey.expiresAt !== 'never' && <div>{status === 'expiring' ? <Badge tone="soon">{words.relative(apiKey.expiresAt, now)}</Badge> : <span className="hint">{words.relative(apiKey.expiresAt, now)}</span>}</div>}
        </dd>
        <dt>{words.t('keys.detail.lastUsed')}</dt>
        <dd>{momentOrNever(words, apiKey.lastUsedAt, now)}</dd>
      </dl>
      <KeyActivity entries={props.activity} now={now} />
      <div className="details-actions">
        {status === 'expired'
          ? <Button kind="filled" size="wide" onPress={props.onAgain}>{words.t('keys.detail.again')}</Button>
          : <Button kind="filled" size="wide" onPress={props.onRotate}>{words.t('keys.detail.rotate')}</Button>}
        <div className="details-pair">
          {status !== 'expired' && <Button size="wide" onPress={props.onEdit}>{words.t('keys.detail.edit')}</Button>}
          <Button kind="danger" size="wide" onPress={props.onDelete}>{words.t('keys.detail.delete')}</Button>
        </div>
      </div>
    </aside>
  )
}

function CopyId(props: { id: string; onCopy: () => void }) {
  const words = useWords()
  const [copiedId, setCopiedId] = useState<string>()
  const isCopied = copiedId === props.id
  return (
    <span className="copy-id">
      <span className="mono cut" title={props.id}>{props.id}</span>
      <IconButton kind="quiet" size="small" icon={isCopied ? Check : Copy} label={words.t(isCopied ? 'keys.detail.idCopied' : 'keys.detail.copyId')} onPress={() => {
        props.onCopy()
        setCopiedId(props.id)
      }} />
    </span>
  )
}

const LATEST = 6

/** The latest of what was done to the key and with it. */
function KeyActivity(props: { entries: readonly TimelineEntry[] | undefined; now: Instant }) {
  const words = useWords()
  if (!props.entries || props.entries.length === 0) return null
  return (
    <section className="key-activity">
      <h3>{words.t('keys.detail.activity')}</h3>
      <ol>
        {props.entries.slice(0, LATEST).map(entry => (
          <li key={entry.id}>
            <span>{words.t(`activity.did.${entry.did ?? 'unknown'}`)}{entry.from === 'workspace' && (entry.count ?? 1) > 1 && <span className="hint"> {words.t('activity.times', { count: entry.count ?? 1 })}</span>}</span>
            <time className="hint" dateTime={new Date(entry.at).toISOString()} title={words.fullMoment(entry.at)}>{words.relative(entry.at, props.now)}</time>
          </li>
        ))}
      </ol>
    </section>
  )
}
