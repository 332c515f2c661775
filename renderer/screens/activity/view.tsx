import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, History, RefreshCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select, SelectValue } from 'react-aria-components/Select'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import type { TimelineEntry, TimelineQuery } from '../../../shared/activity.ts'
import { ACTIVITY_GROUPS, type ActivityGroup } from '../../../shared/activity-groups.ts'
import type { Connection } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Chips } from '../../components/chips.tsx'
import { Note } from '../../components/small.tsx'
import { useWords } from '../../window-context.tsx'
import { nameOf, TimelineLine } from './timeline-line.tsx'
import { rowsOf } from './timeline-rows.ts'
import type { Timeline } from './use-timeline.ts'

export const SINCE = { all: undefined, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const
export type Since = keyof typeof SINCE
export type Filters = { readonly of: TimelineQuery['of']; readonly groups: readonly ActivityGroup[]; readonly since: Since }

export type ActivityViewProps = {
  readonly timeline: Timeline
  readonly connections: readonly Connection[]
  readonly filters: Filters
  readonly now: Instant
  readonly onFilter: (change: Partial<Filters>) => void
  readonly onOlder: () => void
  readonly onAgain: () => void
}

/** What happened: on this computer, and in the workspaces as they wrote it down. */
export function ActivityView(props: ActivityViewProps) {
  const words = useWords()
  const { timeline, filters } = props
  const { entries } = timeline
  const isFiltered = filters.of !== 'all' || filters.groups.length > 0 || filters.since !== 'all'
  return (
    <div className="page page-fill activity">
      <div className="page-head">
        <h1>{words.t('activity.title')}</h1>
        <Whose {...props} />
        <IconButton kind="quiet" icon={RefreshCw} label={words.t('activity.again')} onPress={props.onAgain} />
      </div>
      <div className="activity-filters">
        <ToggleButtonGroup className="chips" aria-label={words.t('activity.group')} selectionMode="multiple" selectedKeys={filters.groups}
          onSelectionChange={keys => { props.onFilter({ groups: ACTIVITY_GROUPS.filter(group => keys.has(group)) }) }}>
          {ACTIVITY_GROUPS.map(group => <ToggleButton key={group} id={group} className="chip chip-small">{words.t(`activity.group.${group}`)}</ToggleButton>)}
        </ToggleButtonGroup>
        <Chips size="small" className="activity-since" label={words.t('activity.since')} chosen={filters.since} onChoose={since => { props.onFilter({ since }) }}
          choices={(['all', 'day', 'week', 'month'] as const).map(id => ({ id, label: words.t(`activity.since.${id}`) }))} />
      </div>
      {timeline.missing.map(({ connectionId, failure }) => (
        <Note key={connectionId} tone="waiting">{words.t('activity.missing', { name: nameOf(props.connections, connectionId) ?? '', happened: describeFailure(words, failure).happened })}</Note>
      ))}
      <div role="status" className="visually-hidden">{timeline.isReading ? words.t('activity.reading') : ''}</div>
      {entries === undefined
        ? <div className="card empty"><p className="quiet">{words.t('activity.reading')}</p></div>
        : entries.length === 0 && timeline.next === undefined
          ? <Nothing isFiltered={isFiltered} onAll={() => { props.onFilter({ of: 'all', groups: [], since: 'all' }) }} />
          : <Rows {...props} entries={entries} />}
    </div>
  )
}

function Whose({ filters, connections, onFilter }: ActivityViewProps) {
  const words = useWords()
  const choices: readonly (readonly [TimelineQuery['of'], string])[] = [
    ['all', words.t('activity.of.all')], ...connections.map(({ id, workspace }) => [id, workspace.name] as const), ['machine', words.t('activity.of.machine')],
  ]
  return (
    <Select aria-label={words.t('activity.of')} selectedKey={filters.of} onSelectionChange={key => {
      const chosen = choices.find(([id]) => id === key)
      if (chosen) onFilter({ of: chosen[0] })
    }}>
      <AriaButton className="button button-outline select-button"><SelectValue /> <ChevronDown size={14} strokeWidth={1.75} aria-hidden /></AriaButton>
      <Popover className="popover" placement="bottom end" offset={6}>
        <ListBox className="menu">{choices.map(([id, label]) => <ListBoxItem key={id} id={id} className="menu-item">{label}</ListBoxItem>)}</ListBox>
      </Popover>
    </Select>
  )
}

function Nothing(props: { isFiltered: boolean; onAll: () => void }) {
  const words = useWords()
  return (
    <div className="card empty">
      <History size={24} strokeWidth={1.5} aria-hidden />
      <h2>{words.t(props.isFiltered ? 'activity.nothing.title' : 'activity.none.title')}</h2>
      <p className="quiet">{words.t(props.isFiltered ? 'activity.nothing.text' : 'activity.none.text')}</p>
      {props.isFiltered && <Button onPress={props.onAll}>{words.t('activity.showAll')}</Button>}
    </div>
  )
}

/** Only the rows in sight are drawn; those that come into sight at the end ask for older ones. */
function Rows(props: ActivityViewProps & { entries: readonly TimelineEntry[] }) {
  const words = useWords()
  const { entries, now, timeline, onOlder } = props
  const rows = rowsOf(entries, now, words)
  const scroller = useRef<HTMLDivElement>(null)
  // It hands out functions that change with every scroll; nothing here is memoised by them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length + 1, getScrollElement: () => scroller.current, estimateSize: index => (rows[index]?.kind === 'day' ? 38 : 45), overscan: 10, getItemKey: index => rows[index]?.key ?? 'end' })
  const drawn = virtual.getVirtualItems()
  const isAtEnd = (drawn.at(-1)?.index ?? 0) >= rows.length
  const isMore = timeline.next !== undefined
  useEffect(() => { if (isAtEnd && isMore) onOlder() }, [isAtEnd, isMore, entries.length, onOlder])
  return (
    <div className="card activity-list" ref={scroller} tabIndex={0} role="region" aria-label={words.t('activity.title')} aria-busy={timeline.isReading}>
      <div className="activity-body" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(item => {
          const row = rows[item.index]
          return (
            <div key={item.key} ref={virtual.measureElement} data-index={item.index} className="activity-place" style={{ transform: `translateY(${item.start}px)` }}>
              {row === undefined ? <End timeline={timeline} onOlder={onOlder} /> : <TimelineLine row={row} connections={props.connections} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function End(props: { timeline: Timeline; onOlder: () => void }) {
  const words = useWords()
  const { next, isReading } = props.timeline
  if (isReading) return <p className="hint activity-end">{words.t('activity.reading')}</p>
  return next === undefined ? <p className="hint activity-end">{words.t('activity.end')}</p> : <p className="activity-end"><Button kind="quiet" onPress={props.onOlder}>{words.t('activity.older')}</Button></p>
}
