import { useEffect, useState } from 'react'
import type { KeyQuery } from '../../../shared/api-key.ts'
import type { Connection } from '../../../shared/connection.ts'
import { mayManageKeys } from '../../connections.ts'
import { useSend } from '../../use-send.ts'
import type { NextKey } from './next-to-expire.tsx'

const NEXT: KeyQuery = { search: '', statuses: ['active', 'expiring'], sort: { field: 'expiresAt', descending: false }, page: 1, size: 200 }

/** The keys that expire next, over all workspaces whose keys can be read now; `undefined` until the first answer. */
export function useNextToExpire(connections: readonly Connection[], keysRevision: number): readonly NextKey[] | undefined {
  const send = useSend()
  const [keys, setKeys] = useState<readonly NextKey[]>()
  const readable = connections.filter(({ session, user }) => session.kind === 'signedIn' && mayManageKeys(user.role)).map(({ id }) => id)
  const readableIds = readable.join()
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      const answers = await Promise.all(readable.map(async connectionId => {
        const outcome = await send('listKeys', { connectionId, query: NEXT })
        if (!outcome?.ok) return []
        return outcome.value.keys.flatMap((key): NextKey[] =>
          key.expiresAt === 'never' ? [] : [{ id: key.id, name: key.name, endsAt: key.expiresAt, isSoon: key.status === 'expiring', connectionId }])
      }))
      if (!isOver) setKeys(answers.flat())
    }
    void ask()
    return () => { isOver = true }
    // The list of ids is compared by its text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [send, readableIds, keysRevision])
  return readable.length === 0 ? undefined : keys
}
