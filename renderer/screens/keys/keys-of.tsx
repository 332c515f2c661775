import { useCallback, useMemo, useState } from 'react'
import type { KeySortField } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import { useNavigation } from '../../navigation.tsx'
import { useMinute } from '../../time/use-now.ts'
import { useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import { RotationList } from '../rotation/rotation-list.tsx'
import type { NextKey } from '../home/next-to-expire.tsx'
import { useNextToExpire } from '../home/use-next-to-expire.ts'
import { AskedOfKeys, type KeyQuestion } from './asked.tsx'
import { Details } from './details.tsx'
import type { KeySort } from './key-table.tsx'
import { SELECT_LIMIT } from './selection.ts'
import { useCounts } from './use-counts.ts'
import { useKey } from './use-key.ts'
import { useKeyActivity } from './use-key-activity.ts'
import { useKeyList } from './use-key-list.ts'
import { useNarrow } from './use-narrow.ts'
import { useSelection } from './use-selection.ts'
import { KeysView, type StatusFilter } from './view.tsx'

/** Soonest end first: what wants attention stands on top. */
const FIRST_SORT: KeySort = { field: 'expiresAt', descending: false }

/** The keys of one workspace, joined to state and commands. */
export function KeysOf(props: { connection: Connection }) {
  const { connection } = props
  const { id: connectionId } = connection
  const { keysRevision, rotations, settings, connections } = useAppState()
  const words = useWords()
  const navigation = useNavigation()
  const send = useSend()
  const now = useMinute()
  const isNarrow = useNarrow()
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState<StatusFilter>('all')
  const [scope, setScope] = useState<string>()
  const [sort, setSort] = useState(FIRST_SORT)
  const [question, setQuestion] = useState<KeyQuestion>()

  const query = { search: search.trim(), statuses: status === 'all' ? [] : [status], sort, ...(scope === undefined ? {} : { scope }) }
  const { rows, list } = useKeyList(connectionId, query, keysRevision)
  const counts = useCounts(connectionId, keysRevision)
  // When keys end is asked of every workspace: what dies first may be another one's.
  const next = useNextToExpire(connections, keysRevision)
  const strip = useMemo(() => next?.map(key => (key.connectionId === connectionId ? key : { ...key, name: nameBeside(key, connections) })), [next, connectionId, connections])
  const selection = useSelection(connectionId, query, rows.total ?? 0)
  const opened = useKey(connectionId, navigation.keyId, keysRevision, navigation.keyId === undefined ? undefined : rows.withId(navigation.keyId))
  const activity = useKeyActivity(connection, navigation.keyId, keysRevision)
  const { openKey } = navigation
  const openOnStrip = useCallback((key: NextKey) => { openKey(key.connectionId, key.id) }, [openKey])
  const see = useCallback((from: number, to: number) => { list.see(from, to) }, [list])

  const open = (keyId: string | undefined) => { navigation.openKey(connectionId, keyId) }
  const deleteSelected = () => {
    const keys = [...selection.selected.values()]
    if (keys.length > 0) setQuestion({ kind: 'deleteMany', keys })
    else if (opened) setQuestion({ kind: 'delete', key: opened })
  }
  return (
    <>
      <KeysView
        connection={connection}
        table={{
          rows, sort, isNarrow, columns: settings.keyColumns, selection: selection.selected, openId: navigation.keyId, onSee: see,
          onSort: field => { setSort(nextSort(sort, field)) },
          onOpen: key => { open(key.id) },
          onSelect: selection.select,
          onSelectAll: () => { void selection.toggleAll() },
          onDelete: deleteSelected,
        }}
        counts={counts}
        strip={strip}
        rotations={<RotationList rotations={rotations.filter(({ workspace }) => workspace.id === connection.workspace.id)} now={now} onOpen={navigation.openRotation} />}
        now={now}
        search={search}
        status={status}
        scope={scope}
        selectNote={selection.isTooMany ? words.t('keys.bulk.tooMany', { limit: SELECT_LIMIT }) : undefined}
        details={opened && (
          <Details
            apiKey={opened}
            catalogue={connection.workspace.scopes}
            now={now}
            activity={activity}
            onCopyId={() => { void send('copyText', { text: opened.id }) }}
            onEdit={() => { setQuestion({ kind: 'edit', key: opened }) }}
            onDelete={() => { setQuestion({ kind: 'delete', key: opened }) }}
            onRotate={() => { navigation.open({ kind: 'rotate', connectionId, key: opened }) }}
            onAgain={() => { navigation.open({ kind: 'generate', connectionId, like: opened }) }}
            onClose={() => { open(undefined) }}
          />
        )}
        onSearch={setSearch}
        onStatus={setStatus}
        onScope={setScope}
        onColumns={keyColumns => { void send('changeSettings', { keyColumns }) }}
        onOpenOnStrip={openOnStrip}
        onGenerate={() => { navigation.open({ kind: 'generate', connectionId }) }}
        onClearSelection={selection.clear}
        onRetry={list.askAgain}
        onShowAll={() => { setSearch(''); setStatus('all'); setScope(undefined) }}
      />
      <AskedOfKeys connection={connection} question={question} now={now}
        onClose={() => { setQuestion(undefined) }}
        onDeleted={ids => {
          selection.drop(ids)
          if (navigation.keyId !== undefined && ids.has(navigation.keyId)) open(undefined)
        }} />
    </>
  )
}

/** A second press on a column turns it. */
function nextSort(sort: KeySort, field: KeySortField): KeySort {
  return { field, descending: sort.field === field ? !sort.descending : field === 'createdAt' || field === 'lastUsedAt' }
}

/** A key of another workspace says whose it is. */
function nameBeside({ name, connectionId }: NextKey, connections: readonly Connection[]): string {
  const other = connections.find(({ id }) => id === connectionId)
  return other ? `${name} · ${other.workspace.name}` : name
}
