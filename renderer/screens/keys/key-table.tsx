import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ApiKey, KeySortField } from '../../../shared/api-key.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Scope } from '../../../shared/scope.ts'
import type { KeyColumn } from '../../../shared/key-column.ts'
import { useWords } from '../../window-context.tsx'
import type { KeyRows } from './key-rows.ts'
import { KeyRow } from './key-row.tsx'
import type { Selection } from './selection.ts'
import { useTableKeys } from './use-table-keys.ts'

export type KeySort = { readonly field: KeySortField; readonly descending: boolean }

export type KeyTableProps = {
  readonly label: string
  readonly rows: KeyRows
  readonly total: number
  readonly catalogue: readonly Scope[]
  readonly now: Instant
  readonly sort: KeySort
  readonly selection: Selection
  readonly openId: string | undefined
  readonly isNarrow: boolean
  /** What stands beside the name. */
  readonly columns: readonly KeyColumn[]
  readonly onSort: (field: KeySortField) => void
  readonly onSee: (from: number, to: number) => void
  readonly onOpen: (key: ApiKey) => void
  readonly onSelect: (keys: readonly ApiKey[], how: 'toggle' | 'add') => void
  readonly onSelectAll: () => void
  readonly onDelete: () => void
}

type Column = { readonly id: 'name' | KeyColumn; readonly label: 'name' | 'key' | 'scopes' | 'created' | 'expires' | 'lastUsed' | 'status'; readonly field?: KeySortField }

// Sorted by what a workspace can sort by: pages come from it. A status doesn't follow from the end alone, since a key counts
// as expiring by its lifetime; it is filtered by, and so are scopes.
const COLUMNS: readonly Column[] = [
  { id: 'name', label: 'name', field: 'name' }, { id: 'key', label: 'key' }, { id: 'scopes', label: 'scopes' }, { id: 'created', label: 'created', field: 'createdAt' },
  { id: 'expires', label: 'expires', field: 'expiresAt' }, { id: 'used', label: 'lastUsed', field: 'lastUsedAt' }, { id: 'status', label: 'status' },
]

const HEAD = 30

/**
 * Keys as a grid: only the rows in sight are drawn, however long the list is. One stop of the Tab key; the active row is
 * told by aria-activedescendant, since rows come and go under the focus.
 */
export function KeyTable(props: KeyTableProps) {
  const { rows, total, isNarrow, onSee } = props
  const scroller = useRef<HTMLDivElement>(null)
  // It hands out functions that change with every scroll; nothing here is memoised by them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => (isNarrow ? 62 : 40), overscan: 12, scrollMargin: isNarrow ? 0 : HEAD, scrollPaddingStart: isNarrow ? 0 : HEAD })
  const drawn = virtual.getVirtualItems()
  const from = drawn[0]?.index ?? 0
  const to = drawn.at(-1)?.index ?? 0
  useEffect(() => { onSee(from, to) }, [onSee, from, to, rows])
  const keys = useTableKeys({ ...props, scrollTo: index => { virtual.scrollToIndex(index) } })
  return (
    <div ref={scroller} className={`key-grid${isNarrow ? ' key-grid-narrow' : ''}`} role="grid" tabIndex={0} aria-label={props.label} aria-rowcount={total + 1} aria-multiselectable
      aria-activedescendant={keys.activeId} aria-busy={rows.isOld} onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
      {!isNarrow && <Head {...props} />}
      <div className="key-body" role="rowgroup" style={{ height: virtual.getTotalSize() }} onClick={keys.onClick}>
        {drawn.map(item => {
          const key = rows.rowAt(item.index)
          return (
            <KeyRow key={key?.id ?? `row-${item.index}`} index={item.index} top={item.start - (isNarrow ? 0 : HEAD)} apiKey={key} columns={props.columns} catalogue={props.catalogue} now={props.now}
              isActive={keys.active === item.index} isOpen={key !== undefined && key.id === props.openId} isSelected={key !== undefined && props.selection.has(key.id)} />
          )
        })}
      </div>
    </div>
  )
}

function Head(props: KeyTableProps) {
  const words = useWords()
  const { sort, selection } = props
  const Mark = selection.size > 0 && selection.size < props.total ? Minus : Check
  return (
    <div className="key-head" role="rowgroup">
      <div className="key-row" role="row" aria-rowindex={1}>
        <div className="key-cell key-cell-check" role="columnheader">
          <AriaButton className={`row-check${selection.size > 0 ? ' row-check-on' : ''}`} aria-label={words.t('keys.selectAll')} onPress={props.onSelectAll}>
            {selection.size > 0 && <Mark size={12} strokeWidth={3} aria-hidden />}
          </AriaButton>
        </div>
        {COLUMNS.filter(({ id }) => id === 'name' || props.columns.includes(id)).map(({ id, label, field }) => {
          const isSorted = field !== undefined && sort.field === field
          const name = words.t(`keys.column.${label}`)
          const Arrow = sort.descending ? ArrowDown : ArrowUp
          return (
            <div key={id} className={`key-cell key-cell-${id}`} role="columnheader" aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}>
              {field === undefined ? name : (
                <AriaButton className="key-sort" onPress={() => { props.onSort(field) }}>
                  {name}{isSorted && <Arrow size={14} strokeWidth={1.75} aria-hidden />}
                </AriaButton>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

