import { useEffect, useState } from 'react'
import type { KeyQuery } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import { useSend } from '../../use-send.ts'
import type { KeyCounts, StatusFilter } from './view.tsx'

const FILTERS: readonly StatusFilter[] = ['all', 'active', 'expiring', 'expired']

function query(status: StatusFilter, size: number): KeyQuery {
  return { search: '', statuses: status === 'all' ? [] : [status], sort: { field: 'expiresAt', descending: false }, page: 1, size }
}

/** How many keys there are of each status; `undefined` until all are known. */
export function useCounts(connectionId: ConnectionId, keysRevision: number): KeyCounts | undefined {
  const send = useSend()
  const [counts, setCounts] = useState<KeyCounts>()
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      const outcomes = await Promise.all(FILTERS.map(status => send('listKeys', { connectionId, query: query(status, 1) })))
      const [all, active, expiring, expired] = outcomes.map(outcome => (outcome?.ok ? outcome.value.total : undefined))
      if (isOver || all === undefined || active === undefined || expiring === undefined || expired === undefined) return
      setCounts({ all, active, expiring, expired })
    }
    void ask()
    return () => { isOver = true }
  }, [send, connectionId, keysRevision])
  return counts
}
