import { z } from 'zod'
import { notFound } from '../http/api-refusal.ts'
import { list, single, timeOrNull } from '../http/envelope.ts'
import { operation, type Access, type Operation } from '../http/operation.ts'
import { PAGE_QUERY, query } from '../http/query.ts'
import type { Item, Items } from '../items/items.ts'
import { listOf, resourceOf, singleOf, Time } from './answers.ts'

const READ_ACCOUNTS: Access = { kind: 'credential', anyScope: ['read:accounts', 'read:items'], roles: ['owner', 'superAdmin', 'admin'] }

const AccountResource = resourceOf('account', z.looseObject({ createdAt: Time }))

export const accountResource = (item: Item) =>
  ({ id: item.id, type: 'account', attributes: { ...item.attributes, createdAt: timeOrNull(item.createdAt) } })

export function accountOperations(items: Items): Operation[] {
  return [
    operation({
      id: 'listAccounts', method: 'GET', path: '/accounts', summary: 'Lists the accounts on which you hold a role', access: READ_ACCOUNTS,
      query: query(PAGE_QUERY), answers: { 200: listOf(AccountResource) },
      handle: ({ caller, query: asked, url }) => {
        const found = items.visibleTo(caller.person.id, 'account')
        const page = { number: asked['page[number]'], size: asked['page[size]'] }
        const shown = found.slice((page.number - 1) * page.size, page.number * page.size)
        return { status: 200, body: list(shown.map(accountResource), found.length, page, url) }
      },
    }),
    operation({
      id: 'readAccount', method: 'GET', path: '/accounts/{id}', summary: 'Reads one account', access: READ_ACCOUNTS,
      answers: { 200: singleOf(AccountResource) },
      handle: ({ caller, params, url }) => {
        const seen = items.seenBy(caller.person.id, 'account', params['id'] ?? '')
        if (!seen) throw notFound()
        return { status: 200, body: single(accountResource(seen.item), url.toString()) }
      },
    }),
  ]
}
