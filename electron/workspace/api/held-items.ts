import { operation, type Operation } from '../http/operation.ts'
import { dataAccess, READ_SCOPES } from './access.ts'
import { listOf } from './answers.ts'
import { itemResource, ItemResource } from './item-shapes.ts'
import { listAnswer, listQuery } from './listing.ts'
import type { Parts } from './parts.ts'

/** Who holds roles on items: a person or a team, and how its routes call it. */
export interface Holder {
  kind: Parameters<Parts['items']['heldBy']>[0]
  /** As in `listTeamAccounts`. */
  title: 'Team' | 'User'
  /** As in a summary. */
  called: 'a team' | 'a person'
  /** The id of the one that the path names; throws where there is none. */
  idIn(params: Readonly<Record<string, string>>): string
}

const TITLES = { account: 'Accounts', secret: 'Secrets', collection: 'Collections' } as const

/** Lists of the items on which somebody else holds a role, one a kind: those that the caller sees as well. */
export function heldOperations(parts: Parts, holder: Holder): Operation[] {
  return (['account', 'secret', 'collection'] as const).map(kind => operation({
    id: `list${holder.title}${TITLES[kind]}`, method: 'GET', path: `/${holder.kind}s/{id}/${kind}s`,
    summary: `Lists the ${kind}s on which ${holder.called} holds a role, as far as you see them`,
    access: dataAccess(READ_SCOPES[kind]), query: listQuery(['name'], ['createdAt', 'name']), answers: { 200: listOf(ItemResource[kind]) },
    handle: ({ caller, params, query, url }) => {
      const id = holder.idIn(params)
      const seen = new Set(parts.items.visibleTo(caller.person.id, kind).map(item => item.id))
      return listAnswer(parts.items.heldBy(holder.kind, id, kind).filter(item => seen.has(item.id)).map(itemResource), query, url)
    },
  }))
}
