import { useEffect, useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import { useSend } from '../../use-send.ts'

/**
 * One key, for its details: what the list holds at once, then what the workspace says now.
 *
 * @returns `undefined` while nothing is known of it, and when it is gone
 */
export function useKey(connectionId: ConnectionId, keyId: string | undefined, keysRevision: number, listed: ApiKey | undefined): ApiKey | undefined {
  const send = useSend()
  const [read, setRead] = useState<{ readonly id: string; readonly key: ApiKey | undefined }>()
  useEffect(() => {
    if (keyId === undefined) return undefined
    let isOver = false
    const ask = async () => {
      const outcome = await send('readKey', { connectionId, keyId })
      if (isOver || !outcome) return
      if (outcome.ok) setRead({ id: keyId, key: outcome.value })
      else if (outcome.failure.code === 'not_found') setRead({ id: keyId, key: undefined })
    }
    void ask()
    return () => { isOver = true }
  }, [send, connectionId, keyId, keysRevision])
  return read && read.id === keyId ? read.key : listed
}
