import { useEffect, useState } from 'react'
import type { TimelineEntry } from '../../../shared/activity.ts'
import type { Connection } from '../../../shared/connection.ts'
import { offers } from '../../connections.ts'
import { useSend } from '../../use-send.ts'

/** What the workspace's log tells of the key whose details are open; `undefined` where it keeps none, or not yet. */
export function useKeyActivity(connection: Connection, keyId: string | undefined, keysRevision: number): readonly TimelineEntry[] | undefined {
  const send = useSend()
  const [read, setRead] = useState<{ readonly keyId: string; readonly entries: readonly TimelineEntry[] }>()
  const canRead = offers(connection, 'activities')
  useEffect(() => {
    if (keyId === undefined || !canRead) return undefined
    let isOver = false
    const ask = async () => {
      const outcome = await send('readKeyActivity', { connectionId: connection.id, keyId })
      if (!isOver && outcome?.ok) setRead({ keyId, entries: outcome.value })
    }
    void ask()
    return () => { isOver = true }
  }, [send, connection.id, keyId, canRead, keysRevision])
  return read?.keyId === keyId ? read?.entries : undefined
}
