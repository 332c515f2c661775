import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ConnectionId } from '../../../shared/connection.ts'
import { useSend } from '../../use-send.ts'
import { openKeyList, type KeyList, type KeyRows, type RowsQuery } from './key-rows.ts'

/** The keys of a workspace that answer `query`, fetched by pages as they come into sight. */
export function useKeyList(connectionId: ConnectionId, query: RowsQuery, keysRevision: number): { readonly rows: KeyRows; readonly list: KeyList } {
  const send = useSend()
  const [list] = useState(() => openKeyList(page => send('listKeys', { connectionId, query: page }), query))
  const rows = useSyncExternalStore(list.subscribe, list.current)
  // Ahead of the first question there is nothing to ask again.
  useEffect(() => { list.askAgain() }, [list, keysRevision])
  const asked = JSON.stringify(query)
  useEffect(() => {
    list.ask(query)
    // The query is compared by its text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [list, asked])
  return { rows, list }
}
