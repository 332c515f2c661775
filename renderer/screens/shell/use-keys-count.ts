import { useEffect, useState } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import { mayManageKeys } from '../../connections.ts'
import { useSend } from '../../use-send.ts'

/** How many keys the workspace holds; `undefined` while that isn't known. */
export function useKeysCount(connection: Connection | undefined, keysRevision: number): number | undefined {
  const send = useSend()
  const [counted, setCounted] = useState<{ readonly id: string; readonly total: number }>()
  const id = connection && connection.session.kind === 'signedIn' && mayManageKeys(connection.user.role) ? connection.id : undefined
  useEffect(() => {
    if (id === undefined) return undefined
    let isOver = false
    const ask = async () => {
      const outcome = await send('listKeys', { connectionId: id, query: { search: '', statuses: [], sort: { field: 'createdAt', descending: false }, page: 1, size: 1 } })
      if (!isOver && outcome?.ok) setCounted({ id, total: outcome.value.total })
    }
    void ask()
    return () => { isOver = true }
  }, [send, id, keysRevision])
  return counted && counted.id === id ? counted.total : undefined
}
