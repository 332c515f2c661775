import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeyStatus } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button } from '../../components/button.tsx'
import { Chips } from '../../components/chips.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Note } from '../../components/small.tsx'
import { Strip } from '../../components/strip.tsx'
import { useWords } from '../../window-context.tsx'
import type { KeyColumn } from '../../../shared/key-column.ts'
import type { NextKey } from '../home/next-to-expire.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { KeySearch } from './key-search.tsx'
import { KeyTable, type KeyTableProps } from './key-table.tsx'
import type { KeyRows } from './key-rows.ts'
import { ScopeFilter } from './scope-filter.tsx'

export type StatusFilter = 'all' | KeyStatus
export type KeyCounts = Readonly<Record<StatusFilter, number>>

export type KeysViewProps = {
  readonly connection: Connection
  readonly table: Omit<KeyTableProps, 'total' | 'label' | 'catalogue' | 'now'>
  readonly counts: KeyCounts | undefined
  /** What ends next, over all workspaces. */
  readonly strip: readonly NextKey[] | undefined
  readonly now: Instant
  readonly search: string
  readonly status: StatusFilter
  readonly scope: string | undefined
  readonly details: ReactNode
  readonly rotations: ReactNode
  /** Said where it stands: more keys than can be selected at once. */
  readonly selectNote: string | undefined
  readonly onSearch: (search: string) => void
  readonly onStatus: (status: StatusFilter) => void
  readonly onScope: (scope: string | undefined) => void
  readonly onColumns: (columns: KeyColumn[]) => void
  readonly onOpenOnStrip: (key: NextKey) => void
  readonly onGenerate: () => void
  readonly onClearSelection: () => void
  readonly onRetry: () => void
  readonly onShowAll: () => void
}

/** The keys of one workspace: when they end, a table to find them in, and the details of one. */
export function KeysView(props: KeysViewProps) {
  const words = useWords()
  const { counts, strip, table } = props
  const hasKeys = (counts?.all ?? table.rows.total ?? 0) > 0
  return (
    <div className="page page-wide page-fill keys">
      <div className="page-head">
        <h1>{words.t('keys.title')}</h1>
        {(hasKeys || props.search !== '') && <KeySearch value={props.search} count={counts?.all} onChange={props.onSearch} />}
        <Button kind="filled" icon={Plus} onPress={props.onGenerate}>{words.t('keys.generate')}</Button>
      </div>
      {hasKeys && (
        <>
          {strip && <section className="card keys-strip"><Strip keys={strip} now={props.now} marks="weeks" onOpen={props.onOpenOnStrip} /></section>}
          <Filters {...props} />
        </>
      )}
      {props.rotations}
      {props.selectNote !== undefined && <Note tone="soon" isAlert>{props.selectNote}</Note>}
      <OldNote rows={table.rows} onRetry={props.onRetry} />
      <div className="keys-area">
        <div className="card keys-list"><List {...props} hasKeys={hasKeys} /></div>
        {props.details}
      </div>
    </div>
  )
}

/** Says that what stands beneath was read before the workspace stopped answering. */
function OldNote(props: { rows: KeyRows; onRetry: () => void }) {
  const words = useWords()
  const { failure, total } = props.rows
  if (!failure || total === undefined) return null
  return <FailureNote failure={failure} after={words.t('keys.stale')} actions={<Button size="small" onPress={props.onRetry}>{words.t('action.tryAgain')}</Button>} />
}

function Filters(props: KeysViewProps) {
  const words = useWords()
  const { counts, connection, table } = props
  const chip = (id: StatusFilter) => ({ id, label: <>{words.t(`keys.filter.${id}`)}{counts && <span className="chip-count">{words.number(counts[id])}</span>}</> })
  if (table.selection.size > 0) {
    return (
      <div className="filters" role="status">
        <strong className="bulk-count">{words.t('keys.bulk.selected', { count: table.selection.size })}</strong>
        <Button kind="quiet" onPress={props.onClearSelection}>{words.t('keys.bulk.clear')}</Button>
        <Button kind="danger" onPress={table.onDelete}>{words.t('keys.bulk.delete')}</Button>
      </div>
    )
  }
  return (
    <div className="filters">
      <Chips label={words.t('keys.filterStatus')} choices={[chip('all'), chip('active'), chip('expiring'), chip('expired')]} chosen={props.status} onChoose={props.onStatus} />
      <ScopeFilter catalogue={connection.workspace.scopes} chosen={props.scope} onChoose={props.onScope} />
      {!table.isNarrow && <ColumnChooser chosen={table.columns} onChoose={props.onColumns} />}
      {table.isNarrow && <Button kind="quiet" onPress={table.onSelectAll}>{words.t('keys.selectAll')}</Button>}
      <span className="hint filters-of">{words.t('keys.ofWorkspace', { name: connection.workspace.name })}</span>
    </div>
  )
}

function List(props: KeysViewProps & { hasKeys: boolean }) {
  const words = useWords()
  const { table, connection } = props
  const { rows } = table
  if (rows.total === undefined) {
    if (rows.failure) return <div className="empty"><h2>{words.t('keys.failed.title')}</h2><FailureNote failure={rows.failure} actions={<Button size="small" onPress={props.onRetry}>{words.t('action.tryAgain')}</Button>} /></div>
    return <LoadingRows />
  }
  if (rows.total === 0) {
    const isFiltered = props.search !== '' || props.status !== 'all' || props.scope !== undefined
    return isFiltered
      ? <div className="empty" role="status"><h2>{words.t('keys.none.title')}</h2><p className="quiet">{words.t('keys.none.text')}</p><Button onPress={props.onShowAll}>{words.t('keys.none.clear')}</Button></div>
      : <div className="empty"><h2>{words.t('keys.empty.title')}</h2><p className="quiet">{words.t('keys.empty.text', { name: connection.workspace.name })}</p><Button icon={Plus} onPress={props.onGenerate}>{words.t('keys.generate')}</Button></div>
  }
  return <KeyTable {...table} total={rows.total} now={props.now} catalogue={connection.workspace.scopes} label={words.t('keys.table', { name: connection.workspace.name })} />
}

function LoadingRows() {
  const words = useWords()
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{words.t('keys.loading')}</span>
      {[72, 48, 60, 40, 66, 54].map((width, index) => <div key={index} className="loading-row" aria-hidden><span className="bone" style={{ width: `${width / 2}%` }} /></div>)}
    </div>
  )
}

