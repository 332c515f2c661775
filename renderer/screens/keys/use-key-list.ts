import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ConnectionId } from '../../../shared/connection.ts'
import { useSend } from '../../use-send.ts'
import { openKeyList, type KeyList, type KeyRows, type RowsQuery } from './key-rows.ts'

/** A pause in typing that means "search". */
const PAUSE_MS = 120

/** The keys of a workspace that answer `query`, fetched by pages as they come into sight. */
export function useKeyList(connectionId: ConnectionId, query: RowsQuery, keysRevision: number): { readonly rows: KeyRows; readonly list: KeyList } {
  const send = useSend()
  const [list] = useState(() => openKeyList(page => send('listKeys', { connectionId, query: page }), query))
  const rows = useSyncExternalStore(list.subscribe, list.current)
  const asked = JSON.stringify(query)
  useEffect(() => {
    // Only a search is typed; filters and sorting are pressed, and answer at once.
    const timer = setTimeout(() => { list.ask(query) }, query.search === '' ? 0 : PAUSE_MS)
    return () => { clearTimeout(timer) }
    // The query is compared by its text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [list, asked])
  useEffect(() => { list.askAgain() }, [list, keysRevision])
  return { rows, list }
}
