import { useEffect, useState } from 'react'
import type { KeyQuery } from '../../../shared/api-key.ts'
import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import { mayManageKeys } from '../../connections.ts'
import { useSend } from '../../use-send.ts'

/** A key that can be chosen for deleting. */
export type OwnKey = { readonly connectionId: ConnectionId; readonly keyId: string; readonly name: string; readonly workspace: string; readonly lastFour: string }

const NEWEST: KeyQuery = { search: '', statuses: ['active', 'expiring'], sort: { field: 'createdAt', descending: true }, page: 1, size: 200 }

/** The newest keys of every workspace that answers; `undefined` until all have answered. */
export function useOwnKeys(connections: readonly Connection[]): readonly OwnKey[] | undefined {
  const send = useSend()
  const [keys, setKeys] = useState<readonly OwnKey[]>()
  const readable = connections.filter(({ session, user }) => session.kind === 'signedIn' && mayManageKeys(user.role))
  const ids = readable.map(({ id }) => id).join()
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      const lists = await Promise.all(readable.map(async ({ id: connectionId, workspace }) => {
        const page = await send('listKeys', { connectionId, query: NEWEST })
        return page?.ok ? page.value.keys.map(({ id, name, lastFour }): OwnKey => ({ connectionId, keyId: id, name, lastFour, workspace: workspace.name })) : []
      }))
      if (!isOver) setKeys(lists.flat())
    }
    void ask()
    return () => { isOver = true }
    // The list of ids is compared by its text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [send, ids])
  return keys
}
