import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { ConnectionId } from '../../../shared/connection.ts'
import { useSend } from '../../use-send.ts'
import type { RowsQuery } from './key-rows.ts'
import { NOTHING_SELECTED, SELECT_LIMIT, toggled, without, withKeys } from './selection.ts'

/** Keys chosen to be deleted together. A selection outlives a search: one can gather from several. */
export function useSelection(connectionId: ConnectionId, query: RowsQuery, total: number) {
  const send = useSend()
  const [selected, setSelected] = useState(NOTHING_SELECTED)
  const [isTooMany, setIsTooMany] = useState(false)
  const set = (next: typeof selected) => {
    setSelected(next)
    setIsTooMany(false)
  }
  const toggleAll = async () => {
    if (selected.size > 0) {
      set(NOTHING_SELECTED)
      return
    }
    if (total > SELECT_LIMIT) {
      setIsTooMany(true)
      return
    }
    const outcome = await send('listKeys', { connectionId, query: { ...query, page: 1, size: SELECT_LIMIT } })
    if (outcome?.ok) set(withKeys(NOTHING_SELECTED, outcome.value.keys))
  }
  return {
    selected,
    isTooMany,
    select: (keys: readonly ApiKey[], how: 'toggle' | 'add') => {
      const [first] = keys
      if (how === 'add') set(withKeys(selected, keys))
      else if (first) set(toggled(selected, first))
    },
    toggleAll,
    clear: () => { set(NOTHING_SELECTED) },
    drop: (ids: ReadonlySet<string>) => { setSelected(before => without(before, ids)) },
  }
}
