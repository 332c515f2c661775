import { Check } from 'lucide-react'
import { memo } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Scope } from '../../../shared/scope.ts'
import { KEY_COLUMNS, type KeyColumn } from '../../../shared/key-column.ts'
import { Badge } from '../../components/small.tsx'
import { useWords } from '../../window-context.tsx'
import { lastUsed, plainPart, shortScopes, statusNow } from './key-words.ts'
import { rowId } from './use-table-keys.ts'

export type KeyRowProps = {
  readonly index: number
  readonly top: number
  readonly apiKey: ApiKey | undefined
  readonly catalogue: readonly Scope[]
  readonly columns: readonly KeyColumn[]
  readonly now: Instant
  readonly isActive: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean
}

/**
 * One key in a row; an expired one is a tombstone, struck through, that says when it died. The grid hears its clicks, so
 * that a row is drawn again only when something of it changes.
 */
export const KeyRow = memo(function KeyRow(props: KeyRowProps) {
  const words = useWords()
  const { apiKey, index, now } = props
  const place = { transform: `translateY(${props.top}px)` }
  if (!apiKey) return <div id={rowId(index)} className="key-row key-row-loading" role="row" aria-rowindex={index + 2} style={place}><div className="key-cell key-cell-name" role="gridcell"><span className="visually-hidden">{words.t('keys.rowLoading')}</span><span className="bone" aria-hidden /></div></div>
  const status = statusNow(apiKey, now)
  const names = ['key-row', `key-row-${status}`, props.isActive && 'key-row-focus', props.isOpen && 'key-row-open', props.isSelected && 'key-row-selected'].filter(Boolean).join(' ')
  return (
    <div id={rowId(index)} className={names} role="row" aria-rowindex={index + 2} aria-selected={props.isSelected} style={place}>
      <div className="key-cell key-cell-check" role="gridcell">
        <span className={`row-check${props.isSelected ? ' row-check-on' : ''}`} aria-hidden>{props.isSelected && <Check size={12} strokeWidth={3} />}</span>
      </div>
      <div className="key-cell key-cell-name" role="gridcell">{apiKey.name}</div>
      {KEY_COLUMNS.filter(column => props.columns.includes(column)).map(column => <Cell key={column} column={column} apiKey={apiKey} status={status} catalogue={props.catalogue} now={now} />)}
    </div>
  )
})

function Cell(props: { column: KeyColumn; apiKey: ApiKey; status: ApiKey['status']; catalogue: readonly Scope[]; now: Instant }) {
  const words = useWords()
  const { column, apiKey, status, now } = props
  switch (column) {
    case 'key':
      // The start of all keys is much the same, and long: it stands in the details.
      return <div className="key-cell key-cell-key mono quiet" role="gridcell">{plainPart({ prefix: '', lastFour: apiKey.lastFour }, words)}</div>
    case 'scopes': {
      const scopes = shortScopes(props.catalogue, apiKey, words)
      return <div className="key-cell key-cell-scopes quiet" role="gridcell"><span className="cut">{scopes.text}</span>{scopes.more > 0 && <span className="hint">+{scopes.more}</span>}</div>
    }
    case 'created':
      return <div className="key-cell key-cell-created quiet" role="gridcell">{words.day(apiKey.createdAt, now)}</div>
    case 'expires':
      return <div className="key-cell key-cell-expires" role="gridcell"><Expires apiKey={apiKey} status={status} now={now} /></div>
    case 'used':
      return <div className={`key-cell key-cell-used${apiKey.lastUsedAt === 'never' ? ' hint' : ''}`} role="gridcell">{lastUsed(apiKey, words, now)}</div>
    case 'status':
      return <div className="key-cell key-cell-status quiet" role="gridcell">{words.t(`keys.status.${status}`)}</div>
  }
}

/** When it ends, twice: how long, and when. */
function Expires(props: { apiKey: ApiKey; status: ApiKey['status']; now: Instant }) {
  const words = useWords()
  const { expiresAt } = props.apiKey
  if (expiresAt === 'never') return <span className="hint">{words.t('time.never')}</span>
  if (props.status === 'expired') return <span className="hint">{words.t('keys.died', { moment: words.moment(expiresAt, props.now) })}</span>
  const isToday = expiresAt - props.now < 2 * 86_400_000
  const relative = words.relative(expiresAt, props.now)
  const absolute = isToday ? words.time(expiresAt) : words.day(expiresAt, props.now)
  if (props.status === 'expiring') return <><Badge tone="soon">{relative}</Badge> <span className="hint">{absolute}</span></>
  return <>{absolute} <span className="hint">{relative}</span></>
}
