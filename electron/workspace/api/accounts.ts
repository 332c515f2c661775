import { z } from 'zod'
import { notFound } from '../http/api-refusal.ts'
import { single } from '../http/envelope.ts'
import { itemOf, operation, type Operation } from '../http/operation.ts'
import { dataAccess, WRITE_SCOPES } from './access.ts'
import { listOf, resourceOf, singleOf, Time } from './answers.ts'
import { listItems, memberOperations, readItem } from './item-operations.ts'
import { itemResource, ItemResource } from './item-shapes.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'

const Line = (most: number) => z.string().max(most).refine(text => !/\p{Cc}/u.test(text), 'must not contain control characters')
const orNull = <S extends z.ZodType>(schema: S) => z.union([schema, z.null()])

const AccountChange = z.strictObject({
  name: Line(200).min(1).optional(), status: z.enum(['enabled', 'disabled']).optional(), url: orNull(z.url({ protocol: /^https?$/ }).max(2000)).optional(),
  email: orNull(Line(254)).optional(), phone: orNull(Line(40)).optional(), businessId: orNull(Line(100)).optional(), vaultId: orNull(z.uuid()).optional(),
})

const AccountSecretResource = resourceOf('accountSecret', z.strictObject({
  secretType: z.enum(['password', 'totp', 'backupCodes']), value: z.string(), createdAt: Time, name: z.string(),
}))

export interface AccountSecret { id: string; secretType: string; value: string; createdAt: string }

export function accountOperations(parts: Parts): Operation[] {
  return [
    listItems(parts, 'account', ['name', 'domain', 'status', 'email', 'vaultId']),
    readItem('account'),
    operation({
      id: 'changeAccount', method: 'PATCH', path: '/accounts/{id}', summary: 'Changes an account',
      access: dataAccess(WRITE_SCOPES.account, { kind: 'account', needs: 'owner' }), answers: { 200: singleOf(ItemResource.account) },
      body: { type: 'account', attributes: AccountChange },
      handle: call => {
        const { vaultId } = call.attributes
        if (typeof vaultId === 'string' && !parts.vaults.has(vaultId)) throw notFound()
        const changed = parts.atomically(() => {
          const item = parts.items.change(itemOf(call).item, call.attributes)
          note(parts, call, { action: 'accountChanged', targetType: 'account', targetId: item.id, details: { changed: Object.keys(call.attributes) } })
          return item
        })
        return { status: 200, body: single(itemResource(changed), call.url.toString()) }
      },
    }),
    operation({
      id: 'listAccountSecrets', method: 'GET', path: '/accounts/{id}/secrets', summary: 'Reads the passwords and codes of an account',
      access: dataAccess(['read:secrets', 'read:items'], { kind: 'account', needs: 'collaborator' }),
      query: listQuery(['secretType'], ['createdAt']), answers: { 200: listOf(AccountSecretResource) },
      handle: call => {
        const { item } = itemOf(call)
        const secrets = (item.attributes['secrets'] ?? []) as AccountSecret[]
        note(parts, call, { action: 'accountSecretsRead', targetType: 'account', targetId: item.id })
        return listAnswer(secrets.map(({ id, ...secret }) => ({ id, type: 'accountSecret', attributes: { ...secret, name: secret.secretType } })), call.query, call.url)
      },
    }),
    ...memberOperations(parts, 'account', 'user', 'users'),
    ...memberOperations(parts, 'account', 'team', 'teams'),
  ]
}
